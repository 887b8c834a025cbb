using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// Says that a ledger has changed, is about to change, or was to, or what came of an event that is no entry of a ledger: the body of a message of the queue
/// <c>certificate-changes</c>, UTF-8 JSON. Whoever handles it reads the ledger; it tells nothing of what changed.
/// </summary>
public sealed record CertificateChange
{
    /// <summary>The queue that carries these messages.</summary>
    public const string QueueName = "certificate-changes";

    /// <summary>The subject of its messages.</summary>
    public const string MessageSubject = "certificate-change";

    /// <summary>The highest form of the message that this program reads: that of an <see cref="Outcome"/>, which earlier programs did not know.</summary>
    public const int CurrentForm = 2;

    private const int FormOfChange = 1;

    /// <summary>The message's form: the first one, but of an <see cref="Outcome"/>.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = FormOfChange;

    /// <summary>The ledger's name; empty for what has none.</summary>
    public required string Ledger { get; init; }

    /// <summary>The revision on which the write was based; 0 for a ledger that was not there yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long Base { get; init; }

    /// <summary>How often it was put off since the write had not come.</summary>
    public int Waits { get; init; }

    /// <summary>How often one of the subscribers failed at it.</summary>
    public int Failures { get; init; }

    /// <summary>The subscribers that have not taken it yet; null for all.</summary>
    public IReadOnlyList<string>? Open { get; init; }

    /// <summary>When it was first sent (UTC): it keeps that as often as it is sent again. Null in messages of versions that did not tell it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What came of an event that is no entry of a ledger; null for a change of the ledger.</summary>
    public EventOutcome? Outcome { get; init; }

    /// <summary>The message of an outcome.</summary>
    /// <param name="ledger">The ledger's name; empty for what has none.</param>
    /// <param name="outcome">What came of the event.</param>
    public static CertificateChange Of(string ledger, EventOutcome outcome) => new() { Form = CurrentForm, Ledger = ledger, Base = 0, Outcome = outcome };

    /// <summary>Reads a message; null when it is none.</summary>
    /// <exception cref="NewerFormException">A newer version of the program sent it.</exception>
    public static CertificateChange? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            PersistedForm.Check(body.Span, "message of a change", CurrentForm);
            var change = JsonSerializer.Deserialize(body.Span, CertificateChangeJson.Default.CertificateChange);
            return change is { Base: >= 0 } && (change.Ledger.Length > 0 || change.Outcome is not null) ? change : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The message's body.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CertificateChangeJson.Default.CertificateChange);
}

/// <summary>How messages of changes are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CertificateChange))]
internal sealed partial class CertificateChangeJson : JsonSerializerContext;
