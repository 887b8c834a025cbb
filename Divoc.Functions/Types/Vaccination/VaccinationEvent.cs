using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>
/// One dose of a vaccine that one person got: the normalised event (version 1 of the type), with DIVOC's member names (specification 01,
/// section 2). Absent optional members are null.
/// </summary>
public sealed record VaccinationEvent
{
    /// <summary>The person's code in the partner's system, 1 to 64 characters.</summary>
    public required string PreEnrollmentCode { get; init; }

    /// <summary>How the person enrolled, such as <c>WALK_IN</c>; kept, without effect.</summary>
    public string? EnrollmentType { get; init; }

    /// <summary>The programme of the event.</summary>
    public string? ProgramId { get; init; }

    /// <summary>Known conditions of the person; never in the credential.</summary>
    public IReadOnlyList<string>? Comorbidities { get; init; }

    /// <summary>The person.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>The dose.</summary>
    public required VaccinationDetails Vaccination { get; init; }

    /// <summary>Who vaccinated; null when unknown.</summary>
    public NamedPerson? Vaccinator { get; init; }

    /// <summary>The facility of the vaccination.</summary>
    public required Facility Facility { get; init; }

    /// <summary>Free facts of the partner for the printed page; an object, or null. Never signed.</summary>
    public JsonElement? Meta { get; init; }

    /// <summary>Reads a normalised event.</summary>
    /// <exception cref="JsonException">The data have another form.</exception>
    public static VaccinationEvent Read(JsonElement data)
    {
        return JsonSerializer.Deserialize(data, VaccinationJson.Compact.VaccinationEvent)
            ?? throw new JsonException("A vaccination was expected.");
    }

    /// <summary>Writes the normalised event.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, VaccinationJson.Compact.VaccinationEvent);
}

/// <summary>
/// The JSON form of vaccinations: dates as <c>YYYY-MM-DD</c>, date-times with three fraction digits and their offset, absent members left
/// out.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(VaccinationEvent))]
internal sealed partial class VaccinationJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay unescaped.</summary>
    public static VaccinationJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
