using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api;

/// <summary>Parameters and headers that several functions have.</summary>
internal static class ApiParameters
{
    /// <summary>Path parameters, by name.</summary>
    public static IReadOnlyDictionary<string, ApiParameter> OfPaths { get; } = new[]
    {
        Path(
            "certificateId",
            "The id of a certificate, from the answer to a certify call. Capital and small letters mean the same.",
            Text(1, 64),
            "4g8m2q7xk5v9w3n6r1t0y2p4ja"),
        Path(
            "preEnrollmentCode",
            "The code of the person, as it was sent in the event.",
            Text(1, IntakeLimits.PreEnrollmentCodeCharacters),
            "LKM-2021-004417"),
        Path("requestId", "The id of a request, from the answer to a certify call.", Text(1, 64), "9k3v7p1w5n0t6r2y8m4q1x7g5c"),
    }.ToDictionary(parameter => parameter.Name);

    /// <summary>Makes a call repeatable.</summary>
    public static ApiParameter IdempotencyKey { get; } = new(
        "Idempotency-Key",
        ParameterLocation.Header,
        "A key that you choose for this call, such as a UUID. The same call with the same key is carried out once and gets the same "
        + "answer, so you can send it again after a time-out or a 503.",
        new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 128, Pattern = "^[!-~]+$" },
        "7d1f6c1e-5a53-4f0e-9a55-3f8f3c0d2b11");

    /// <summary>The version that a cache already has.</summary>
    public static ApiParameter IfNoneMatch { get; } = new(
        "If-None-Match",
        ParameterLocation.Header,
        "The ETag of the answer that you have. If it is still current, the answer is 304.",
        new OpenApiSchema { Type = JsonSchemaType.String });

    /// <summary>Where a list goes on.</summary>
    public static ApiParameter From { get; } = Query(
        "from",
        "The `next` of the previous answer.",
        new OpenApiSchema { Type = JsonSchemaType.String });

    /// <summary>The meanings of the headers of answers.</summary>
    public static IReadOnlyDictionary<string, string> Headers { get; } = new Dictionary<string, string>
    {
        ["Accept-Encoding"] = "The content codings that a body may have.",
        ["Cache-Control"] = "How long the answer may be cached.",
        ["Content-Disposition"] = "`inline` with a file name that says nothing about the person.",
        ["Content-Encoding"] = "`br` or `gzip` if the caller accepts it.",
        ["Content-Language"] = "The language of the sentences.",
        ["Content-Security-Policy"] = "What the page may load.",
        ["ETag"] = "Identifies this version of the body, for If-None-Match.",
        ["Last-Modified"] = "When the body was made.",
        ["Link"] = "The certificate that replaced this one (`rel=\"successor-version\"`), or the next page of a list (`rel=\"next\"`).",
        [WaitPreference.AppliedHeader] = "The preference that was applied.",
        ["Retry-After"] = "After how many seconds to send the call again.",
        ["Vary"] = "The headers of the request that the answer depends on.",
        ["WWW-Authenticate"] = "Where to send the access key.",
    };

    /// <summary>A text with length limits.</summary>
    public static OpenApiSchema Text(int least, int most) => new() { Type = JsonSchemaType.String, MinLength = least, MaxLength = most };

    /// <summary>A parameter in the query.</summary>
    public static ApiParameter Query(string name, string text, OpenApiSchema schema, JsonNode? example = null) =>
        new(name, ParameterLocation.Query, text, schema, example);

    /// <summary>A parameter in the path.</summary>
    public static ApiParameter Path(string name, string text, OpenApiSchema schema, JsonNode example) =>
        new(name, ParameterLocation.Path, text, schema, example);

    /// <summary>An object that a caller sends, with required and optional members.</summary>
    public static OpenApiSchema Order(
        IReadOnlyList<string> required, params IReadOnlyList<(string Name, string Text, OpenApiSchema Schema)> members)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = required.ToHashSet(),
            AdditionalPropertiesAllowed = false,
        };
        foreach (var (name, text, member) in members)
        {
            member.Description = text;
            schema.Properties.Add(name, member);
        }

        return schema;
    }
}
