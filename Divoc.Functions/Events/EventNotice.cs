using System.Text.Json;
using System.Text.Json.Serialization;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Extensions;
using CloudNative.CloudEvents.SystemTextJson;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Events;

/// <summary>
/// A report of one thing that happened, without personal data: no code of a person, no fact of the event, no text that a person wrote. The
/// same entry always gives the same notice.
/// </summary>
public sealed record EventNotice
{
    /// <summary>The media type of <see cref="ToJson"/>.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>
    /// The same for each repetition of this event, and unique to it: <c>{certificateId}.{revision}</c>, or
    /// <c>{certificateId}.{outcome}.{attempt}</c>.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>What happened.</summary>
    public required EventType Type { get; init; }

    /// <summary>The certificate id; for an upload, its id.</summary>
    public required string Subject { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The revision of the ledger with this entry: of two events of a certificate, the higher one counts. Null if it is in no ledger.
    /// </summary>
    public long? Sequence { get; init; }

    /// <summary>The partner that owns the certificate; null for no owner.</summary>
    public string? Owner { get; init; }

    /// <summary>The details.</summary>
    public required EventData Data { get; init; }

    /// <summary>The notice of an entry of a ledger. It reports the state of the certificate after the entry, whatever came later.</summary>
    public static EventNotice Of(CertificateLedger ledger, LedgerEntry entry)
    {
        var (certificate, change) = entry;
        var then = certificate with { Changes = [.. certificate.Changes.Where(earlier => earlier.Revision <= entry.Revision)] };
        var time = change?.At ?? certificate.IssuedAt;
        return new EventNotice
        {
            Id = $"{certificate.CertificateId}.{entry.Revision}",
            Type = TypeOf(change?.Kind),
            Subject = certificate.CertificateId,
            Time = time,
            Sequence = entry.Revision,
            Owner = certificate.Owner,
            Data = new EventData
            {
                CertificateId = certificate.CertificateId,
                RequestId = certificate.RequestId,
                CertificateType = certificate.Key.Type,
                Partner = certificate.Owner,
                State = then.StateAt(time).Status.ToString(),
                Replaces = change is null ? ledger.PredecessorOf(certificate)?.CertificateId : null,
                ReplacedBy = change?.ReplacedBy,
                SuspendedFrom = change?.From,
                SuspendedUntil = change?.Until,
            },
        };
    }

    /// <summary>The notice of an outcome that is no entry of a ledger.</summary>
    /// <param name="outcome">The outcome of an event or an upload.</param>
    /// <param name="certificateType">The certificate type of the event; null for an upload.</param>
    /// <param name="reason">Why it failed; null if it did not.</param>
    public static EventNotice Of(EventOutcome outcome, string? certificateType, string? reason)
    {
        var isUpload = outcome.Kind == OutcomeKind.UploadFinished;
        var word = isUpload ? "finished" : JsonNamingPolicy.CamelCase.ConvertName(outcome.Kind.ToString());
        return new EventNotice
        {
            Id = $"{outcome.Subject}.{word}.{outcome.Attempt}",
            Type = TypeOf(outcome.Kind),
            Subject = outcome.Subject,
            Time = outcome.At,
            Owner = outcome.Owner,
            Data = new EventData
            {
                CertificateId = isUpload ? null : outcome.Subject,
                UploadId = isUpload ? outcome.Subject : null,
                RequestId = outcome.RequestId,
                CertificateType = certificateType,
                Partner = outcome.Owner,
                State = isUpload ? null : outcome.Kind.ToString(),
                Reason = reason,
                Rows = outcome.Counts,
            },
        };
    }

    /// <summary>The CloudEvent in JSON.</summary>
    /// <param name="address">The address of the service, which is the event's source.</param>
    public ReadOnlyMemory<byte> ToJson(PublicAddressOptions address)
    {
        var cloudEvent = new CloudEvent(CloudEventsSpecVersion.V1_0, CloudNative.CloudEvents.Extensions.Sequence.AllAttributes)
        {
            Id = Id,
            Source = new Uri(address.BaseUrl, UriKind.Absolute),
            Type = Type.ToName(),
            Subject = Subject,
            Time = Time,
            DataContentType = "application/json",
            Data = JsonSerializer.SerializeToElement(Data, EventDataJson.Default.EventData),
        };
        if (Sequence is { } revision)
        {
            cloudEvent.SetSequence(checked((int)revision));
        }

        return new JsonEventFormatter().EncodeStructuredModeMessage(cloudEvent, out _);
    }

    private static EventType TypeOf(StateChangeKind? kind) => kind switch
    {
        null => EventType.Issued,
        StateChangeKind.Superseded => EventType.Updated,
        StateChangeKind.Suspended => EventType.Suspended,
        StateChangeKind.Reinstated => EventType.Reinstated,
        StateChangeKind.Revoked => EventType.Revoked,
        StateChangeKind.Erased => EventType.Erased,
        StateChangeKind.Released => EventType.Released,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static EventType TypeOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Duplicate => EventType.Duplicate,
        OutcomeKind.Conflict => EventType.Conflict,
        OutcomeKind.Failed => EventType.Failed,
        OutcomeKind.UploadFinished => EventType.UploadFinished,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>The details of an event. Members that do not apply are left out.</summary>
public sealed record EventData
{
    /// <summary>The certificate, or the id that was reserved for it.</summary>
    public string? CertificateId { get; init; }

    /// <summary>The upload.</summary>
    public string? UploadId { get; init; }

    /// <summary>The request that contained the event, if it is known.</summary>
    public string? RequestId { get; init; }

    /// <summary>The name of the certificate's type.</summary>
    public string? CertificateType { get; init; }

    /// <summary>The partner that owns the certificate.</summary>
    public string? Partner { get; init; }

    /// <summary>The status of the certificate at that time, or the outcome of the event.</summary>
    [JsonConverter(typeof(AnswerTextConverter))]
    public string? State { get; init; }

    /// <summary>The certificate that an update replaced.</summary>
    public string? Replaces { get; init; }

    /// <summary>The certificate that replaced it.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>When a suspension begins (UTC).</summary>
    public DateTimeOffset? SuspendedFrom { get; init; }

    /// <summary>When it ends (UTC); left out if only a reinstatement ends it.</summary>
    public DateTimeOffset? SuspendedUntil { get; init; }

    /// <summary>Why an event failed: a code of the service. Reasons that people gave are not reported.</summary>
    [JsonConverter(typeof(AnswerTextConverter))]
    public string? Reason { get; init; }

    /// <summary>What became of the rows of an upload.</summary>
    public UploadTotals? Rows { get; init; }
}

/// <summary>What happened.</summary>
public enum EventType
{
    /// <summary>A certificate was issued.</summary>
    Issued,

    /// <summary>An update replaced a certificate.</summary>
    Updated,

    /// <summary>A certificate was revoked.</summary>
    Revoked,

    /// <summary>A certificate was suspended, now or for a later time.</summary>
    Suspended,

    /// <summary>All suspensions of a certificate were lifted.</summary>
    Reinstated,

    /// <summary>The artifacts of a certificate were erased.</summary>
    Erased,

    /// <summary>An operator has released the owner of a certificate that was not valid any more.</summary>
    Released,

    /// <summary>An event made no certificate, because there already was one.</summary>
    Duplicate,

    /// <summary>An update came too late.</summary>
    Conflict,

    /// <summary>An event failed permanently.</summary>
    Failed,

    /// <summary>All rows of an upload were processed.</summary>
    UploadFinished,
}

/// <summary>The names of the event types.</summary>
public static class EventTypeNames
{
    /// <summary>The <c>type</c> of the CloudEvent; it never changes. Data with another meaning get a name with another number.</summary>
    public static string ToName(this EventType type) => type switch
    {
        EventType.UploadFinished => "divoc.upload.finished.v1",
        _ => $"divoc.certificate.{JsonNamingPolicy.CamelCase.ConvertName(type.ToString())}.v1",
    };
}

/// <summary>How the details of events are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(EventData))]
internal sealed partial class EventDataJson : JsonSerializerContext;
