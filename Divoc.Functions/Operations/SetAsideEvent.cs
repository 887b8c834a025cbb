using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>A dead-lettered message, without personal data.</summary>
/// <param name="Queue">The queue for which it was sent.</param>
/// <param name="Place">
/// Its place: <c>dead-letters</c>, or <c>failures</c> and <c>failures-dead-letters</c> of the failures queue. For other queues than that of
/// certification events, the queue's name precedes it, such as <c>certificate-changes-dead-letters</c>.
/// </param>
/// <param name="SequenceNumber">Its number there.</param>
/// <param name="CertificateId">
/// The id that was reserved for its certificate, or the subject of a webhook; null if the message is neither a certification event nor a
/// webhook.
/// </param>
/// <param name="RequestId">Its request; null if the message is not a certification event.</param>
/// <param name="Reason">Why it was dead-lettered: a short code.</param>
/// <param name="Detail">The sentence to the reason.</param>
/// <param name="Since">When it failed (UTC); while its failure is not recorded, when it was queued.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
/// <param name="Deliveries">How often the queue has delivered it in this attempt.</param>
public sealed record SetAsideEvent(
    string Queue,
    string Place,
    long SequenceNumber,
    string? CertificateId,
    string? RequestId,
    [property: JsonConverter(typeof(AnswerTextConverter))] string Reason,
    string? Detail,
    DateTimeOffset Since,
    int Attempt,
    int Deliveries);
