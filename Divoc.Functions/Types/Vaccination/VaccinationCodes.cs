using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>
/// What the tables said about a vaccination when its certificate was issued: <c>codes</c> in its claims. Unknown codes are null.
/// </summary>
public sealed record VaccinationCodes
{
    /// <summary>The version of the tables.</summary>
    public required int Tables { get; init; }

    /// <summary>The product; null if the vaccine's name names none.</summary>
    public VaccineProduct? Product { get; init; }

    /// <summary>The disease that it prevents; null without a product.</summary>
    public DiseaseCodes? Disease { get; init; }

    /// <summary>The country where it was given.</summary>
    public CountryCodes? Country { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The value has another form.</exception>
    public static VaccinationCodes Read(JsonElement codes)
    {
        return codes.Deserialize(VaccinationCodesJson.Default.VaccinationCodes)
            ?? throw new JsonException("Codes of a vaccination were expected.");
    }

    /// <summary>Writes them for the claims.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, VaccinationCodesJson.Default.VaccinationCodes);
}

/// <summary>How the codes are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(VaccinationCodes))]
internal sealed partial class VaccinationCodesJson : JsonSerializerContext;
