using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api;

/// <summary>One function in a document: an operation for each of its methods.</summary>
/// <param name="document">The document.</param>
/// <param name="schemas">Makes schemas.</param>
/// <param name="codes">The descriptions of codes.</param>
/// <param name="function">The data of its attributes.</param>
/// <param name="described">Its description.</param>
internal sealed class ApiOperation(
    OpenApiDocument document,
    ApiSchemas schemas,
    ILookup<string, CodeDescription> codes,
    HttpOperation function,
    OperationDescription described)
{
    private const string CodesExtension = "x-codes";

    private static readonly string[] ForBodies = ["MALFORMED_ENCODING"];

    /// <summary>Statuses that every function can answer with, and their codes.</summary>
    public static IReadOnlyDictionary<int, string[]> OfAll { get; } = new Dictionary<int, string[]>
    {
        [403] = ["FORBIDDEN"],
        [500] = ["INTERNAL_SERVER_ERROR"],
        [503] = ["SERVICE_UNAVAILABLE"],
    };

    /// <summary>Answers for any path, or for unknown paths: these are not listed at operations.</summary>
    public static IReadOnlyDictionary<int, string[]> OfNone { get; } = new Dictionary<int, string[]>
    {
        [400] = ["BAD_REQUEST"],
        [404] = ["NOT_FOUND"],
        [405] = ["METHOD_NOT_ALLOWED"],
    };

    /// <summary>Adds the operations.</summary>
    public void AddTo(OpenApiPaths paths)
    {
        var path = paths.Keys.FirstOrDefault(known => ShapeOf(known) == ShapeOf($"/{function.Route}"));
        if (path is null)
        {
            path = $"/{function.Route}";
            paths.Add(path, new OpenApiPathItem { Operations = [] });
        }

        var item = paths[path];

        foreach (var method in function.Methods)
        {
            item.Operations!.Add(HttpMethod.Parse(method), Make(path, method == HttpMethods.Head));
        }
    }

    /// <summary>The codes of a function's problem documents, by status.</summary>
    public static SortedDictionary<int, List<string>> ProblemsOf(HttpOperation function, OperationDescription described)
    {
        var problems = new SortedDictionary<int, List<string>>();
        Add(described.Problems);
        Add(OfAll);
        if (function.Level != AuthorizationLevel.Anonymous)
        {
            Add(new Dictionary<int, string[]> { [401] = ["UNAUTHORIZED"], [403] = ["FORWARDED_REQUEST"] });
        }

        if (function.Level == AuthorizationLevel.Function)
        {
            Add(new Dictionary<int, string[]> { [403] = ["UNKNOWN_PARTNER"] });
        }

        if (described.Body is not null)
        {
            Add(new Dictionary<int, string[]>
            {
                [400] = ForBodies,
                [408] = ["REQUEST_TIMEOUT"],
                [415] = ["UNSUPPORTED_ENCODING", "UNSUPPORTED_CHARSET"],
            });
        }

        if (described.Parameters.Contains(ApiParameters.IdempotencyKey))
        {
            Add(new Dictionary<int, string[]> { [400] = ["IDEMPOTENCY_KEY_MALFORMED"] });
        }

        return problems;

        void Add(IReadOnlyDictionary<int, string[]> some)
        {
            foreach (var (status, words) in some)
            {
                if (!problems.TryGetValue(status, out var known))
                {
                    problems.Add(status, known = []);
                }

                known.AddRange(words.Except(known));
            }
        }
    }

    private OpenApiOperation Make(string path, bool isHead)
    {
        var id = char.ToLowerInvariant(function.Name[0]) + function.Name[1..];
        var operation = new OpenApiOperation
        {
            OperationId = isHead ? $"{id}Head" : id,
            Summary = isHead ? $"{described.Summary}: headers only" : described.Summary,
            Description = isHead ? "The same as GET, without a body." : described.Text,
            Tags = new HashSet<OpenApiTagReference> { new(described.Group.Name, document) },
            Parameters = [.. Parameters(path).Select(Of)],
            RequestBody = described.Body is { } body ? Of(body) : null,
            Responses = [],
            Security = ApiDocument.KeysOf(function.Level, document),
        };
        foreach (var answer in described.Answers)
        {
            operation.Responses.Add(answer.Status.ToString(CultureInfo.InvariantCulture), Of(answer, isHead));
        }

        foreach (var (status, words) in ProblemsOf(function, described))
        {
            var name = status.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses.TryGetValue(name, out var both))
            {
                // Another body has the same status, such as that of a health check.
                AddProblem((OpenApiResponse)both, words, isHead);
            }
            else
            {
                operation.Responses.Add(
                    name, isHead ? new OpenApiResponse { Description = string.Join(", ", words) } : OfProblem(status, words));
            }
        }

        if (isHead)
        {
            operation.Extensions = new Dictionary<string, IOpenApiExtension> { ["x-scalar-ignore"] = new JsonNodeExtension(true) };
        }

        return operation;
    }

    /// <summary>
    /// If the paths of two functions differ only by the names of their parameters, which OpenAPI does not distinguish, the second one uses
    /// the names of the first.
    /// </summary>
    private IEnumerable<ApiParameter> Parameters(string path)
    {
        var own = described.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (var (name, inPath) in HttpOperation.ParametersOf(function.Route).Zip(HttpOperation.ParametersOf(path)))
        {
            if ((own.GetValueOrDefault(name) ?? ApiParameters.OfPaths.GetValueOrDefault(name)) is { } parameter)
            {
                yield return parameter with { Name = inPath };
            }
        }

        foreach (var parameter in described.Parameters.Where(parameter => parameter.Place != ParameterLocation.Path))
        {
            yield return parameter;
        }
    }

    private static string ShapeOf(string path) => string.Join('/', path.Split('/').Select(step => step.StartsWith('{') ? "{}" : step));

    private static OpenApiParameter Of(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.Place,
        Description = parameter.Text,
        Required = parameter.Place == ParameterLocation.Path,
        Schema = parameter.Schema,
        Example = parameter.Example?.DeepClone(),
    };

    private OpenApiRequestBody Of(ApiBody body) => new()
    {
        Description = body.Text,
        Required = true,
        Content = body.Contents.ToDictionary(content => content.MediaType, content => (IOpenApiMediaType)Of(content)),
    };

    private OpenApiMediaType Of(ApiContent content) => new() { Schema = content.Schema(schemas), Example = content.Example?.DeepClone() };

    /// <summary>Each answer says how long it may be cached, because <see cref="AnswerHeaders"/> sets that if a function does not.</summary>
    private OpenApiResponse Of(ApiAnswer answer, bool isHead) => new()
    {
        Description = answer.Text,
        Headers = answer.Headers.Append("Cache-Control")
            .ToDictionary(name => name, name => (IOpenApiHeader)new OpenApiHeaderReference(name, document)),
        Content = answer.Contents.Count == 0 || isHead ? null : answer.Contents.DistinctBy(content => content.MediaType)
            .ToDictionary(content => content.MediaType, content => (IOpenApiMediaType)Of(content)),
    };

    /// <summary>Functions with the same codes share the answer.</summary>
    private OpenApiResponseReference OfProblem(int status, List<string> words)
    {
        var others = words.Count == 1 ? "" : $"-and-{words.Count - 1}-more-to-{words[^1]}";
        var name = $"{status}-{words[0]}{others}";
        var shared = document.Components!.Responses!;
        if (shared.TryAdd(name, new OpenApiResponse()))
        {
            var response = new OpenApiResponse { Description = "", Headers = HeaderOf(status, words) is { } header
                ? new Dictionary<string, IOpenApiHeader> { [header] = new OpenApiHeaderReference(header, document) }
                : null };
            AddProblem(response, words, isHead: false);
            shared[name] = response;
        }

        return new OpenApiResponseReference(name, document);
    }

    private static string? HeaderOf(int status, List<string> words) => status switch
    {
        401 => "WWW-Authenticate",
        415 => "Accept-Encoding",
        429 or 503 => "Retry-After",
        _ => words.Contains("QUEUED") ? "Retry-After" : null,
    };

    private void AddProblem(OpenApiResponse response, List<string> words, bool isHead)
    {
        var text = new StringBuilder(response.Description);
        foreach (var word in words)
        {
            var said = codes[word].MinBy(code => code.Kind);
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : "\n")}- `{word}`: {said?.Cause} {said?.Cure}");
        }

        response.Description = text.ToString();
        response.Extensions = new Dictionary<string, IOpenApiExtension>
        {
            [CodesExtension] = new JsonNodeExtension(new JsonArray([.. words.Select(word => (JsonNode)word)])),
        };
        if (!isHead)
        {
            response.Content ??= new Dictionary<string, IOpenApiMediaType>();
            response.Content.Add(Problem.ContentType, new OpenApiMediaType { Schema = schemas.Of(AnswerJson.Readable.ProblemBody) });
        }
    }
}
