using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Operations;

/// <summary>What one replay, or one discarding, has seen and done so far.</summary>
internal sealed class SetAsidePass(ReplayOrder order, TimeProvider time)
{
    /// <summary>Half of a lock's duration, so that what is held can be given back in time; and short enough for a caller to wait for.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(30);

    /// <summary>Of those that are not meant only the locks are kept.</summary>
    private const int MostLookedAt = QueueLimits.MaxMessages;

    private readonly long began = time.GetTimestamp();
    private readonly Dictionary<string, (SetAsidePlace Place, ReceivedMessage Message)> held = new(StringComparer.Ordinal);
    private readonly HashSet<(string Place, long SequenceNumber)> received = [];
    private readonly HashSet<string> met = new(StringComparer.Ordinal);
    private readonly List<string> replayed = [];
    private readonly List<string> alreadyIssued = [];
    private readonly List<LeftMessage> left = [];
    private readonly List<string> discarded = [];
    private int others;

    /// <summary>How many more messages may be received; 0 when the replay must end.</summary>
    public int Room => time.GetElapsedTime(began) < LongestTime && !HasMetAll ? MostLookedAt - received.Count : 0;

    /// <summary>What was received and is neither completed nor given back.</summary>
    public IReadOnlyCollection<(SetAsidePlace Place, ReceivedMessage Message)> Held => held.Values;

    /// <summary>Each event is replayed once in a pass: one that fails again at once is met again by the same pass.</summary>
    private bool HasMetAll => order.CertificateIds is { } ids && ids.IsSubsetOf(met);

    /// <summary>Whether it depends on its reason whether a message is meant.</summary>
    public bool AsksForReason => order.Reason is not null;

    /// <summary>Whether the order can mean messages of a place: certificate ids mean certification events.</summary>
    public bool MayMean(SetAsidePlace place) => place.HasCertificationEvents || order.CertificateIds is null;

    /// <summary>Messages were received.</summary>
    public void Received(SetAsidePlace place, IReadOnlyList<ReceivedMessage> messages)
    {
        foreach (var message in messages)
        {
            received.Add((place.Name, message.SequenceNumber));
            held.Add(message.LockToken!, (place, message with { Message = message.Message with { Body = ReadOnlyMemory<byte>.Empty } }));
        }
    }

    /// <summary>Whether a message of a place was received in this pass.</summary>
    public bool HasReceived(SetAsidePlace place, ReceivedMessage message) => received.Contains((place.Name, message.SequenceNumber));

    /// <summary>Takes a message if it is meant and its event was not met before in this pass.</summary>
    /// <param name="reason">Why its event failed, by its record; the broker's word where there is none.</param>
    /// <param name="certification">Its event; null when it is none.</param>
    public bool TryTake(string reason, CertificationEvent? certification)
    {
        return IsMeantByReason(reason)
            && (order.CertificateIds is null || (certification is not null && order.CertificateIds.Contains(certification.CertificateId)))
            && (certification is null || met.Add(certification.CertificateId));
    }

    /// <summary>Takes a message that is no certification event if it is meant and no copy of it was met before in this pass.</summary>
    public bool TryTakeOther(ReceivedMessage message) => IsMeantByReason(SetAsideMessages.ReasonOf(message)) && met.Add(RetryCopy.IdOf(message.Message));

    /// <summary>A message is meant and nothing can be done with it.</summary>
    public void Leave(SetAsidePlace place, ReceivedMessage message, string reason) => left.Add(new LeftMessage(place.Name, message.SequenceNumber, reason));

    /// <summary>The certificate of an event was there already.</summary>
    public void FoundIssued(string certificateId) => alreadyIssued.Add(certificateId);

    /// <summary>An event was sent again.</summary>
    public void Replayed(string certificateId) => replayed.Add(certificateId);

    /// <summary>An event was discarded.</summary>
    public void Discarded(string certificateId) => discarded.Add(certificateId);

    /// <summary>A message that is no certification event was sent again.</summary>
    public void SentAgain() => others++;

    /// <summary>A message is not held any more.</summary>
    public void Settled(ReceivedMessage message) => held.Remove(message.LockToken!);

    /// <summary>What was done.</summary>
    /// <param name="hasSeenAll">Whether all places were gone through to their ends.</param>
    public ReplayReport ToReport(bool hasSeenAll) => new(
        replayed, alreadyIssued, NotMet, left, others, !hasSeenAll && !HasMetAll);

    /// <summary>What was discarded.</summary>
    /// <param name="hasSeenAll">Whether all places were gone through to their ends.</param>
    public DiscardReport ToDiscardReport(bool hasSeenAll) => new(discarded, alreadyIssued, NotMet, left, !hasSeenAll && !HasMetAll);

    private List<string> NotMet => [.. (order.CertificateIds ?? new HashSet<string>()).Except(met).Order(StringComparer.Ordinal)];

    private bool IsMeantByReason(string reason) => order.Reason is null || AnswerWord.IsMeant(order.Reason, reason);
}
