using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api;

/// <summary>
/// What the OpenAPI document says of a group of functions beyond what their attributes and the types of their answers say. Each class that
/// derives from it is found by itself, wherever it is; a test says what one of them lacks.
/// </summary>
internal abstract class ApiDescriptions
{
    /// <summary>The HTTP functions of the group.</summary>
    public virtual IReadOnlyList<OperationDescription> Operations => [];

    /// <summary>Objects and enumerations in answers.</summary>
    public virtual IReadOnlyList<TypeDescription> Types => [];

    /// <summary>Codes that problem documents have, or the errors in them.</summary>
    public virtual IReadOnlyList<CodeDescription> Codes => [];
}

/// <summary>One function. Its path, its methods and the key that it asks for stand in its attributes.</summary>
/// <param name="Function">Its name, as in its attribute.</param>
/// <param name="Group">Under which heading it stands.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Text">What a caller must know, in CommonMark.</param>
internal sealed record OperationDescription(string Function, ApiGroup Group, string Summary, string Text)
{
    /// <summary>Its parameters beside <see cref="ApiParameters.OfPaths"/>.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Its body; null where it reads none.</summary>
    public ApiBody? Body { get; init; }

    /// <summary>Its answers that are no problem documents.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>The codes of its problem documents, by status, beside those that all functions have.</summary>
    public IReadOnlyDictionary<int, string[]> Problems { get; init; } = new Dictionary<int, string[]>();
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">What it means.</param>
/// <param name="Schema">What it can be.</param>
/// <param name="Example">A value that can be tried; null for none.</param>
internal sealed record ApiParameter(string Name, ParameterLocation Place, string Text, OpenApiSchema Schema, JsonNode? Example = null);

/// <summary>A body of a call.</summary>
/// <param name="Text">What it holds, and its bounds.</param>
/// <param name="Contents">The media types in which it comes.</param>
internal sealed record ApiBody(string Text, params IReadOnlyList<ApiContent> Contents);

/// <summary>An answer that is no problem document.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">When it comes and what it says.</param>
/// <param name="Contents">The media types in which it comes; none for an answer without a body.</param>
internal sealed record ApiAnswer(int Status, string Text, params IReadOnlyList<ApiContent> Contents)
{
    /// <summary>Names of <see cref="ApiParameters.Headers"/>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}

/// <summary>A body in one media type.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Schema">Makes its schema.</param>
internal sealed record ApiContent(string MediaType, Func<ApiSchemas, IOpenApiSchema> Schema)
{
    private const string Json = "application/json";

    /// <summary>An example by name; null for none.</summary>
    public JsonNode? Example { get; init; }

    /// <summary>JSON that the program writes.</summary>
    public static ApiContent Of(JsonTypeInfo type, string mediaType = Json) => new(mediaType, schemas => schemas.Of(type));

    /// <summary>JSON of a schema that no type of the program has.</summary>
    public static ApiContent Of(OpenApiSchema schema, JsonNode? example = null, string mediaType = Json) =>
        new(mediaType, _ => schema) { Example = example };

    /// <summary>Text that is no JSON.</summary>
    public static ApiContent Text(string mediaType) => new(mediaType, _ => new OpenApiSchema { Type = JsonSchemaType.String });

    /// <summary>Bytes that are no JSON.</summary>
    public static ApiContent Bytes(string mediaType) =>
        new(mediaType, _ => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" });
}

/// <summary>An object or an enumeration in answers.</summary>
/// <param name="Type">The type in the program.</param>
/// <param name="Text">What it is.</param>
/// <param name="Members">Its members or words as they are answered, and what each means.</param>
internal sealed record TypeDescription(Type Type, string Text, params IReadOnlyList<(string Name, string Text)> Members);

/// <summary>A code of problem documents, or of the errors and warnings in answers.</summary>
/// <param name="Kind">Where it stands.</param>
/// <param name="Word">The word.</param>
/// <param name="Cause">What is wrong.</param>
/// <param name="Cure">What the caller does about it.</param>
internal sealed record CodeDescription(CodeKind Kind, string Word, string Cause, string Cure)
{
    /// <summary>A code of problem documents.</summary>
    public static CodeDescription Problem(string word, string cause, string cure) => new(CodeKind.Problem, word, cause, cure);

    /// <summary>A code of one error.</summary>
    public static CodeDescription Error(string word, string cause, string cure) => new(CodeKind.Error, word, cause, cure);

    /// <summary>A code of a warning.</summary>
    public static CodeDescription Warning(string word, string cause, string cure) => new(CodeKind.Warning, word, cause, cure);

    /// <summary>A code of a row of an uploaded file.</summary>
    public static CodeDescription Row(string word, string cause, string cure) => new(CodeKind.Row, word, cause, cure);

    /// <summary>A reason of a failure.</summary>
    public static CodeDescription Failure(string word, string cause, string cure) => new(CodeKind.Failure, word, cause, cure);
}

/// <summary>Where a code stands. Of a word that stands in several places the first is shown at operations.</summary>
internal enum CodeKind
{
    /// <summary>It is the code of a problem document.</summary>
    Problem,

    /// <summary>It stands in <c>errors</c> with a pointer, and a document has the code of one of its errors.</summary>
    Error,

    /// <summary>It is never an error, but stands in <c>warnings</c> of an accepted request.</summary>
    Warning,

    /// <summary>It says why a row of an uploaded file made no certificate.</summary>
    Row,

    /// <summary>It says why an event failed, or can't be replayed.</summary>
    Failure,
}
