using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>A case of the suites expand and toRdf.</summary>
internal sealed class W3cJsonLdCase(JsonElement entry)
{
    private const string BaseIri = "https://w3c.github.io/json-ld-api/tests/";

    public bool IsPositive => HasType("jld:PositiveEvaluationTest");

    public bool IsSyntax => HasType("jld:PositiveSyntaxTest");

    public string ErrorCode => entry.GetProperty("expectErrorCode").GetString()!;

    public string ExpectedPath => PathOf("expect");

    public JsonElement Input => W3cCases.Read(PathOf("input"));

    public JsonLdProcessor Processor => new(W3cCases.Documents, Options);

    public bool IsGeneralized => entry.TryGetProperty("requires", out var needs) && needs.ValueEquals("GeneralizedRdf");

    private JsonLdOptions Options => new()
    {
        SafeMode = false,
        GeneralizedRdf = IsGeneralized,
        BaseIri = Option("base") ?? BaseIri + entry.GetProperty("input").GetString(),
        ExpandContext = Option("expandContext") is { } path ? W3cCases.Read(Path.Combine(W3cCases.Folder, "json-ld-api", path)) : null,
        Version = Option("processingMode") == "json-ld-1.0" ? JsonLdVersion.JsonLd10 : JsonLdVersion.JsonLd11,
        Direction = Option("rdfDirection") switch
        {
            "i18n-datatype" => RdfDirection.I18nDatatype,
            "compound-literal" => RdfDirection.CompoundLiteral,
            _ => RdfDirection.None,
        },
    };

    /// <summary>Cases of JSON-LD 1.0 contradict those of 1.1.</summary>
    public static bool IsForVersion11(JsonElement entry)
    {
        return !(entry.TryGetProperty("option", out var option)
            && option.TryGetProperty("specVersion", out var version)
            && version.ValueEquals("json-ld-1.0"));
    }

    public static string ErrorOf(Action run)
    {
        return Assert.Throws<LinkedDataException>(run).Code;
    }

    private bool HasType(string type) => entry.GetProperty("@type").EnumerateArray().Any(item => item.ValueEquals(type));

    private string PathOf(string member) => Path.Combine(W3cCases.Folder, "json-ld-api", entry.GetProperty(member).GetString()!);

    private string? Option(string name)
    {
        return entry.TryGetProperty("option", out var option)
            && option.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }
}
