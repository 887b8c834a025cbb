using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Types.Test;

/// <summary>
/// What the tables said about a test when its certificate was issued: <c>codes</c> in its claims. Unknown codes are null.
/// </summary>
public sealed record TestCodes
{
    /// <summary>The version of the tables.</summary>
    public required int Tables { get; init; }

    /// <summary>The kind of test.</summary>
    public TestKindCodes? Kind { get; init; }

    /// <summary>The result.</summary>
    public TestResultCodes? Result { get; init; }

    /// <summary>The disease of the test.</summary>
    public DiseaseCodes? Disease { get; init; }

    /// <summary>Its pathogen in ICD-11.</summary>
    public string? Pathogen { get; init; }

    /// <summary>The origin of the sample, in ICD-11.</summary>
    public string? SampleOrigin { get; init; }

    /// <summary>The device of a rapid test: its number in the list of the EU's Joint Research Centre.</summary>
    public string? Device { get; init; }

    /// <summary>The country where it was done.</summary>
    public CountryCodes? Country { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The value has another form.</exception>
    public static TestCodes Read(JsonElement codes)
    {
        return codes.Deserialize(TestCodesJson.Default.TestCodes) ?? throw new JsonException("Codes of a test were expected.");
    }

    /// <summary>Writes them for the claims.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, TestCodesJson.Default.TestCodes);
}

/// <summary>A result.</summary>
/// <param name="Eu">The code in the EU's value set; null if the EU certifies no such result.</param>
/// <param name="Snomed">The code in SNOMED CT.</param>
/// <param name="Icd11">The code in ICD-11.</param>
public sealed record TestResultCodes(string? Eu, string? Snomed, string? Icd11);

/// <summary>How the codes are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TestCodes))]
internal sealed partial class TestCodesJson : JsonSerializerContext;
