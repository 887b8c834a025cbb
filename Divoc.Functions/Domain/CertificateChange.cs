using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// Reports that a ledger has changed, is about to change or was to change, or the outcome of an event that is no entry of a ledger. It is
/// the body of a message of the queue <c>certificate-changes</c>, UTF-8 JSON. Its handlers read the ledger; the message does not say what
/// changed.
/// </summary>
public sealed record CertificateChange
{
    /// <summary>The queue that carries these messages.</summary>
    public const string QueueName = "certificate-changes";

    /// <summary>The subject of its messages.</summary>
    public const string MessageSubject = "certificate-change";

    /// <summary>
    /// The highest form of the message that this program reads: that with an <see cref="Outcome"/>, which earlier programs did not know.
    /// </summary>
    public const int CurrentForm = 2;

    private const int FormOfChange = 1;

    /// <summary>The message's form: the first one, unless it has an <see cref="Outcome"/>.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = FormOfChange;

    /// <summary>The ledger's name; empty if there is no ledger.</summary>
    public required string Ledger { get; init; }

    /// <summary>The revision on which the write was based; 0 for a new ledger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long Base { get; init; }

    /// <summary>How often it was postponed because the write was not yet there.</summary>
    public int Waits { get; init; }

    /// <summary>How often a subscriber failed to handle it.</summary>
    public int Failures { get; init; }

    /// <summary>The subscribers that have not handled it yet; null for all.</summary>
    public IReadOnlyList<string>? Open { get; init; }

    /// <summary>When it was first sent (UTC); later sends keep this time. Null in messages of versions that did not set it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The outcome of an event that is no entry of a ledger; null for a change of the ledger.</summary>
    public EventOutcome? Outcome { get; init; }

    /// <summary>The message of an outcome.</summary>
    /// <param name="ledger">The ledger's name; empty if there is no ledger.</param>
    /// <param name="outcome">The outcome of the event.</param>
    public static CertificateChange Of(string ledger, EventOutcome outcome) =>
        new() { Form = CurrentForm, Ledger = ledger, Base = 0, Outcome = outcome };

    /// <summary>Reads a message; null if it is not one.</summary>
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
