using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>A message that was set aside, without what it tells of a person.</summary>
/// <param name="Queue">The queue for which it was sent.</param>
/// <param name="Place">
/// Where it lies: <c>dead-letters</c>, or <c>failures</c> and <c>failures-dead-letters</c> of the failures queue; the name of another queue than that of certification
/// events stands before it, as in <c>certificate-changes-dead-letters</c>.
/// </param>
/// <param name="SequenceNumber">Its number there.</param>
/// <param name="CertificateId">The id that was minted for its certificate, or of what a partner was to be told of; null when the message is neither a certification event nor a webhook.</param>
/// <param name="RequestId">The request that it came with; null when the message is no certification event.</param>
/// <param name="Reason">Why it was set aside: a short word.</param>
/// <param name="Detail">The sentence to the reason.</param>
/// <param name="Since">When it failed (UTC); when it was queued, as long as its failure is not recorded.</param>
/// <param name="Attempt">Which attempt it was, from 1.</param>
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
