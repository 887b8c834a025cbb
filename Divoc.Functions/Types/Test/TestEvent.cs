using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Test;

/// <summary>
/// One test of one person: the normalised event (version 1 of the type), with DIVOC's member names (specification 01, section 2). Absent
/// optional members are null.
/// </summary>
public sealed record TestEvent
{
    /// <summary>The person's code in the partner's system, 1 to 64 characters.</summary>
    public required string PreEnrollmentCode { get; init; }

    /// <summary>The programme of the event.</summary>
    public string? ProgramId { get; init; }

    /// <summary>The person.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>The test.</summary>
    public required TestDetails TestDetails { get; init; }

    /// <summary>Who is responsible for the test; null if unknown.</summary>
    public NamedPerson? Verifier { get; init; }

    /// <summary>The facility of the test.</summary>
    public required Facility Facility { get; init; }

    /// <summary>Free facts of the partner for the printed page; an object, or null. Never signed.</summary>
    public JsonElement? Meta { get; init; }

    /// <summary>Reads a normalised event.</summary>
    /// <exception cref="JsonException">The data have another form.</exception>
    public static TestEvent Read(JsonElement data)
    {
        return JsonSerializer.Deserialize(data, TestJson.Compact.TestEvent) ?? throw new JsonException("A test was expected.");
    }

    /// <summary>Writes the normalised event.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, TestJson.Compact.TestEvent);
}

/// <summary>
/// The JSON form of tests: dates as <c>YYYY-MM-DD</c>, date-times with three fraction digits and their offset, absent members left out.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(TestEvent))]
internal sealed partial class TestJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay unescaped.</summary>
    public static TestJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
