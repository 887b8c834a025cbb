using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Operations;

/// <summary>The state of one replay or one discarding.</summary>
internal sealed class DeadLetterPass(ReplayOrder order, TimeProvider time)
{
    /// <summary>
    /// Half of a lock's duration, so that locked messages can be returned in time; and short enough for a waiting caller.
    /// </summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(30);

    /// <summary>For messages that are not selected, only the locks are kept.</summary>
    private const int MostLookedAt = QueueLimits.MaxMessages;

    private readonly long began = time.GetTimestamp();
    private readonly Dictionary<string, (DeadLetterPlace Place, ReceivedMessage Message)> held = new(StringComparer.Ordinal);
    private readonly HashSet<(string Place, long SequenceNumber)> received = [];
    private readonly HashSet<string> found = new(StringComparer.Ordinal);
    private readonly List<string> replayed = [];
    private readonly List<string> alreadyIssued = [];
    private readonly List<LeftMessage> left = [];
    private readonly List<string> discarded = [];
    private int others;

    /// <summary>How many more messages may be received; 0 when the replay must end.</summary>
    public int Room => time.GetElapsedTime(began) < LongestTime && !HasFoundAll ? MostLookedAt - received.Count : 0;

    /// <summary>Received messages that are neither completed nor returned.</summary>
    public IReadOnlyCollection<(DeadLetterPlace Place, ReceivedMessage Message)> Locked => held.Values;

    /// <summary>Each event is replayed once in a pass; one that fails again at once may be found again by the same pass.</summary>
    private bool HasFoundAll => order.CertificateIds is { } ids && ids.IsSubsetOf(found);

    /// <summary>Whether the selection of a message depends on its reason.</summary>
    public bool AsksForReason => order.Reason is not null;

    /// <summary>Whether the order can select messages of a place: certificate ids select only certification events.</summary>
    public bool MaySelect(DeadLetterPlace place) => place.HasCertificationEvents || order.CertificateIds is null;

    /// <summary>Messages were received.</summary>
    public void Received(DeadLetterPlace place, IReadOnlyList<ReceivedMessage> messages)
    {
        foreach (var message in messages)
        {
            received.Add((place.Name, message.SequenceNumber));
            held.Add(message.LockToken!, (place, message with { Message = message.Message with { Body = ReadOnlyMemory<byte>.Empty } }));
        }
    }

    /// <summary>Whether a message of a place was received in this pass.</summary>
    public bool HasReceived(DeadLetterPlace place, ReceivedMessage message) => received.Contains((place.Name, message.SequenceNumber));

    /// <summary>Accepts a message if it is selected and its event was not found before in this pass.</summary>
    /// <param name="reason">Why its event failed, by its record; the broker's reason if there is no record.</param>
    /// <param name="certification">Its event; null if it is not a certification event.</param>
    public bool TryTake(string reason, CertificationEvent? certification)
    {
        return IsSelectedByReason(reason)
            && (order.CertificateIds is null || (certification is not null && order.CertificateIds.Contains(certification.CertificateId)))
            && (certification is null || found.Add(certification.CertificateId));
    }

    /// <summary>
    /// Accepts a message that is not a certification event, if it is selected and no copy of it was found before in this pass.
    /// </summary>
    public bool TryTakeOther(ReceivedMessage message) =>
        IsSelectedByReason(DeadLetterPlaces.ReasonOf(message)) && found.Add(RetryCopy.IdOf(message.Message));

    /// <summary>Nothing can be done with a selected message.</summary>
    public void Leave(DeadLetterPlace place, ReceivedMessage message, string reason) =>
        left.Add(new LeftMessage(place.Name, message.SequenceNumber, reason));

    /// <summary>The certificate of an event already exists.</summary>
    public void FoundIssued(string certificateId) => alreadyIssued.Add(certificateId);

    /// <summary>An event was sent again.</summary>
    public void Replayed(string certificateId) => replayed.Add(certificateId);

    /// <summary>An event was discarded.</summary>
    public void Discarded(string certificateId) => discarded.Add(certificateId);

    /// <summary>A message that is not a certification event was sent again.</summary>
    public void SentAgain() => others++;

    /// <summary>A message was completed or returned.</summary>
    public void Settled(ReceivedMessage message) => held.Remove(message.LockToken!);

    /// <summary>What was done.</summary>
    /// <param name="hasSeenAll">Whether all places were gone through to their ends.</param>
    public ReplayReport ToReport(bool hasSeenAll) => new(
        replayed, alreadyIssued, NotFoundIds, left, others, !hasSeenAll && !HasFoundAll);

    /// <summary>What was discarded.</summary>
    /// <param name="hasSeenAll">Whether all places were gone through to their ends.</param>
    public DiscardReport ToDiscardReport(bool hasSeenAll) => new(discarded, alreadyIssued, NotFoundIds, left, !hasSeenAll && !HasFoundAll);

    private List<string> NotFoundIds => [.. (order.CertificateIds ?? new HashSet<string>()).Except(found).Order(StringComparer.Ordinal)];

    private bool IsSelectedByReason(string reason) => order.Reason is null || AnswerWord.IsMeant(order.Reason, reason);
}
