using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Sends dead-lettered messages again, each to its own queue, after an operator has fixed the cause. For each event the failure record is
/// removed, then its copy is sent, then the dead-lettered message is completed. A stop in between leaves that message, so nothing is lost:
/// <see cref="DeadLetterRecorder"/> writes a missing record again, and a second copy is handled like any duplicate. In this order the
/// record is removed before the copy can fail, so a second failure writes its own record.
/// </summary>
public sealed partial class FailureReplayer(
    DeadLetterWalk walk,
    LedgerStore ledgers,
    ChangeAnnouncer announcer,
    FailureRegistry failures,
    CertificateMetrics metrics,
    TimeProvider time,
    ILogger<FailureReplayer> logger)
{
    private const string NotAnEvent = "NOT_AN_EVENT";

    /// <summary>
    /// Replays the messages that an order selects, among the first 5,000 and for 30 seconds at most. Other messages are returned.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">Cancels the replay. If the replay of an event has begun, it is finished.</param>
    /// <exception cref="QueueUnavailableException">
    /// The queue can't be reached; what was done before stays done, and the same order can be given again. The same applies to the store.
    /// </exception>
    public async Task<ReplayReport> ReplayAsync(ReplayOrder order, CancellationToken cancellationToken)
    {
        var pass = new DeadLetterPass(order, time);
        var hasSeenAll = await walk.GoAsync(
            pass,
            (place, message) => place.HasCertificationEvents ? TakeEventAsync(place, message, pass) : TakeOtherAsync(place, message, pass),
            cancellationToken);
        return pass.ToReport(hasSeenAll);
    }

    private async Task TakeEventAsync(DeadLetterPlace place, ReceivedMessage message, DeadLetterPass pass)
    {
        var certification = CertificationEventJson.ParseIfKnown(message.Message.Body);
        if (!pass.TryTake(await ReasonOfAsync(message, certification, pass), certification))
        {
            return;
        }

        if (certification is null)
        {
            pass.Leave(place, message, NotAnEvent);
            return;
        }

        try
        {
            if (!await TryReplayAsync(place, message, certification, pass))
            {
                pass.Leave(place, message, FailureRecord.Discarded);
                return;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            // Nothing was changed. It must not prevent the replay of those after it.
            pass.Leave(place, message, LeftMessage.UnreadableLedger);
            return;
        }

        await DeadLetterWalk.CompleteAsync(place, message, pass);
    }

    /// <summary>Its content is not known here: its handler finds out whether there is still something to do.</summary>
    private async Task TakeOtherAsync(DeadLetterPlace place, ReceivedMessage message, DeadLetterPass pass)
    {
        if (!pass.TryTakeOther(message))
        {
            return;
        }

        await SendAgainAsync(place, message, RetryCopy.IdOf(message.Message), sender: null);
        Log.SentAgain(logger, message.SequenceNumber, place.Name);
        await DeadLetterWalk.CompleteAsync(place, message, pass);
        pass.SentAgain();
    }

    private static async Task SendAgainAsync(DeadLetterPlace place, ReceivedMessage message, string id, string? sender)
    {
        await place.Source.SendAsync(
            [RetryCopy.Of(message.Message, attempt: 1, due: null) with { Sender = sender }], CancellationToken.None);
        ProtocolWrites.Done(ProtocolWrite.EventReplayed, id);
    }

    /// <summary>
    /// Why an event failed. Its record is preferred, because the broker's own reason may only be MaxDeliveryCountExceeded.
    /// </summary>
    private async Task<string> ReasonOfAsync(ReceivedMessage message, CertificationEvent? certification, DeadLetterPass pass)
    {
        var failure = certification is null || !pass.AsksForReason
            ? null
            : await failures.FindAsync(certification.CertificateId, CancellationToken.None);
        return failure?.Reason ?? DeadLetterPlaces.ReasonOf(message);
    }

    /// <summary>Returns false if the event was discarded.</summary>
    private async Task<bool> TryReplayAsync(
        DeadLetterPlace place, ReceivedMessage message, CertificationEvent certification, DeadLetterPass pass)
    {
        var id = certification.CertificateId;
        var ledger = (await ledgers.ReadAsync(certification.Ledger, CancellationToken.None)).Ledger;
        if (ledger.HasDiscarded(id))
        {
            return false;
        }

        await failures.RemoveAsync(id, CancellationToken.None);
        if (ledger.Find(id) is { } listed && !listed.IsErased())
        {
            await announcer.AnnounceListedAsync(certification, listed.Revision, CancellationToken.None);
            pass.FoundIssued(id);
            return true;
        }

        // Also for an erased or overtaken certificate: the delivery deletes what an earlier one has left in the store.
        await SendAgainAsync(place, message, id, certification.Owner);
        metrics.EventReplayed();
        Log.Replayed(logger, id);
        pass.Replayed(id);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 511, Level = LogLevel.Information, Message = "The dead-lettered event {CertificateId} is replayed.")]
        public static partial void Replayed(ILogger logger, string certificateId);

        [LoggerMessage(EventId = 512, Level = LogLevel.Information, Message = "Message {SequenceNumber} of {Place} is sent again.")]
        public static partial void SentAgain(ILogger logger, long sequenceNumber, string place);
    }
}
