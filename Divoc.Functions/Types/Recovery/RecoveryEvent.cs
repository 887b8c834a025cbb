using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Recovery;

/// <summary>
/// The recovery of one person from a disease: the normalised event (version 1 of the type). DIVOC has no such event; person and facility
/// have its member names. Absent optional members are null.
/// </summary>
public sealed record RecoveryEvent
{
    /// <summary>The person's code in the partner's system, 1 to 64 characters.</summary>
    public required string PreEnrollmentCode { get; init; }

    /// <summary>The programme of the event.</summary>
    public string? ProgramId { get; init; }

    /// <summary>The person.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>The recovery.</summary>
    public required RecoveryDetails Recovery { get; init; }

    /// <summary>Who is responsible for it; null if unknown.</summary>
    public NamedPerson? Verifier { get; init; }

    /// <summary>Who attests it; its country is where the person was tested.</summary>
    public required Facility Facility { get; init; }

    /// <summary>Free facts of the partner for the printed page; an object, or null. Never signed.</summary>
    public JsonElement? Meta { get; init; }

    /// <summary>Reads a normalised event.</summary>
    /// <exception cref="JsonException">The data have another form.</exception>
    public static RecoveryEvent Read(JsonElement data)
    {
        return JsonSerializer.Deserialize(data, RecoveryJson.Compact.RecoveryEvent) ?? throw new JsonException("A recovery was expected.");
    }

    /// <summary>Writes the normalised event.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, RecoveryJson.Compact.RecoveryEvent);
}

/// <summary>The JSON form of recoveries: dates as <c>YYYY-MM-DD</c>, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RecoveryEvent))]
internal sealed partial class RecoveryJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay unescaped.</summary>
    public static RecoveryJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
