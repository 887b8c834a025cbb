using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api;

/// <summary>
/// The OpenAPI 3.1 document of the HTTP functions: paths, methods and keys from their attributes, answers from the serialised types, events
/// from the tables of fields, and the rest from <see cref="ApiDescriptions"/>. Made once, at first use.
/// </summary>
/// <param name="services">The services for the classes of descriptions.</param>
public sealed class ApiDocument(IServiceProvider services)
{
    /// <summary>The media type: more tools know it than the one for OpenAPI.</summary>
    public const string ContentType = "application/json";

    private const string FunctionKey = "functionKey";
    private const string FunctionKeyInQuery = "functionKeyInQuery";
    private const string AdminKey = "adminKey";
    private const string AdminKeyInQuery = "adminKeyInQuery";

    private readonly Lazy<Task<ServedFile>> file = new(() => WriteAsync(services));

    /// <summary>The document as JSON.</summary>
    public Task<ServedFile> FileAsync() => file.Value;

    /// <summary>All classes of descriptions of the program.</summary>
    internal static IReadOnlyList<ApiDescriptions> DescriptionsOf(IServiceProvider services)
    {
        var types = typeof(ApiDocument).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ApiDescriptions)) && !type.IsAbstract);
        return [.. types.OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (ApiDescriptions)ActivatorUtilities.CreateInstance(services, type))];
    }

    /// <summary>Builds the document.</summary>
    /// <param name="operations">The functions.</param>
    /// <param name="descriptions">Their descriptions. A function without one has only the data of its attributes.</param>
    /// <param name="schemas">The schemas of answers.</param>
    internal static OpenApiDocument Build(
        IReadOnlyList<HttpOperation> operations, IReadOnlyList<ApiDescriptions> descriptions, out ApiSchemas schemas)
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "Certificate service",
                Version = "1",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            },
            Servers = [new OpenApiServer { Url = "/" }],
            Paths = [],
            Tags = new HashSet<OpenApiTag>(),
            Components = new OpenApiComponents
            {
                Responses = new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal),
                Schemas = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
                Headers = ApiParameters.Headers.ToDictionary(
                    header => header.Key,
                    header => (IOpenApiHeader)new OpenApiHeader { Description = header.Value, Schema = SchemaOfHeader(header.Key) }),
                SecuritySchemes = Keys(),
            },
        };
        schemas = new ApiSchemas(document, descriptions.SelectMany(one => one.Types).ToDictionary(type => type.Type));
        var allCodes = descriptions.SelectMany(one => one.Codes).ToList();
        var codes = allCodes.ToLookup(code => code.Word);
        var described = descriptions.SelectMany(one => one.Operations).ToDictionary(operation => operation.Function);
        foreach (var group in described.Values.Select(operation => operation.Group)
            .DistinctBy(group => group.Name)
            .OrderBy(group => group.Name, StringComparer.Ordinal))
        {
            document.Tags.Add(new OpenApiTag { Name = group.Name, Description = group.Text });
        }

        foreach (var operation in operations.Where(operation => described.ContainsKey(operation.Name)))
        {
            new ApiOperation(document, schemas, codes, operation, described[operation.Name]).AddTo(document.Paths);
        }

        document.Info.Description = ApiGuide.Write(allCodes, operations, described.Values);
        return document;
    }

    /// <summary>The keys for a function of a level; one of them is required.</summary>
    internal static List<OpenApiSecurityRequirement> KeysOf(AuthorizationLevel level, OpenApiDocument document)
    {
        string[] names = level switch
        {
            AuthorizationLevel.Anonymous => [],
            AuthorizationLevel.Admin => [AdminKey, AdminKeyInQuery],
            _ => [FunctionKey, FunctionKeyInQuery],
        };
        return [.. names.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
    }

    private static async Task<ServedFile> WriteAsync(IServiceProvider services)
    {
        var json = await Build(HttpOperation.OfProgram(), DescriptionsOf(services), out _)
            .SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return ServedFile.Of(json.ReplaceLineEndings("\n") + "\n", ContentType);
    }

    private static OpenApiSchema SchemaOfHeader(string name) =>
        new() { Type = name == "Retry-After" ? JsonSchemaType.Integer : JsonSchemaType.String };

    private static Dictionary<string, IOpenApiSecurityScheme> Keys()
    {
        const string function = "The access key of a partner. A service on a loopback address without partners asks for no key.";
        const string admin =
            "The key of an operator. If the program runs without the Functions host, also the `adminKey` from `keys.json` in the data "
            + "directory.";
        return new()
        {
            [FunctionKey] = Key(ParameterLocation.Header, "x-functions-key", function),
            [FunctionKeyInQuery] = Key(
                ParameterLocation.Query,
                "code",
                $"{function} It is better to send the header, because URLs are often logged."),
            [AdminKey] = Key(ParameterLocation.Header, "x-functions-key", admin),
            [AdminKeyInQuery] = Key(ParameterLocation.Query, "code", admin),
        };
    }

    private static OpenApiSecurityScheme Key(ParameterLocation place, string name, string text) =>
        new() { Type = SecuritySchemeType.ApiKey, In = place, Name = name, Description = text };
}
