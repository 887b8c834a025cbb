using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Sends messages again that were set aside, each to its own queue, after an operator has mended the cause. For each event the failure record is removed, then its copy is sent, then the message
/// that was set aside is completed. A stop in between leaves that message, so nothing is lost: what it leaves without a record gets one by
/// <see cref="DeadLetterRecorder"/>, and what it leaves as a double is absorbed as any double. In this order the record goes before the copy can fail, so that a second
/// failure is recorded by its own.
/// </summary>
public sealed partial class FailureReplayer(
    SetAsideMessages setAside,
    LedgerStore ledgers,
    ChangeAnnouncer announcer,
    FailureRegistry failures,
    CertificateMetrics metrics,
    TimeProvider time,
    ILogger<FailureReplayer> logger)
{
    private const int PageSize = 50;
    private const int MostEmptyHanded = 3;
    private const string NotAnEvent = "NOT_AN_EVENT";
    private const string UnreadableLedger = "ENROLLMENT_UNREADABLE";

    /// <summary>Replays what an order means, of the first 5,000 messages and for 30 seconds at most. What is not meant is given back.</summary>
    /// <param name="order">What is meant.</param>
    /// <param name="cancellationToken">Ends the replay early. An event whose replay has begun goes on to its end.</param>
    /// <exception cref="QueueUnavailableException">The queue can't be reached; what was done by then stands, and the same order can be given again. Likewise of the store.</exception>
    public async Task<ReplayReport> ReplayAsync(ReplayOrder order, CancellationToken cancellationToken)
    {
        var pass = new ReplayPass(order, time);
        try
        {
            var endsSeen = 0;
            var places = setAside.Places.Where(pass.MayMean).ToList();
            foreach (var place in places)
            {
                endsSeen += await GoThroughAsync(place, pass, cancellationToken) ? 1 : 0;
            }

            return pass.ToReport(hasSeenAll: endsSeen == places.Count);
        }
        finally
        {
            await GiveBackAsync(pass);
        }
    }

    /// <summary>
    /// Returns whether the place was gone through to its end. A slow broker may hand out nothing within the time of a receive, and another replay may hold some: only a
    /// look tells that nothing is left.
    /// </summary>
    private async Task<bool> GoThroughAsync(SetAsidePlace place, ReplayPass pass, CancellationToken cancellationToken)
    {
        var emptyHanded = 0;
        var unseen = await FindUnseenAsync(place, 0, pass);
        while (unseen is { } from && pass.Room > 0 && emptyHanded < MostEmptyHanded && !cancellationToken.IsCancellationRequested)
        {
            var messages = await place.ReceiveAsync(Math.Min(PageSize, pass.Room), CancellationToken.None);
            emptyHanded = messages.Count == 0 ? emptyHanded + 1 : 0;
            pass.Received(place, messages);
            foreach (var message in messages.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
            {
                await (place.HasCertificationEvents ? TakeEventAsync(place, message, pass) : TakeOtherAsync(place, message, pass));
            }

            unseen = await FindUnseenAsync(place, from, pass);
        }

        return unseen is null;
    }

    /// <summary>The number of the first message, from a number on, that the pass has not received; null if there is none.</summary>
    private static async Task<long?> FindUnseenAsync(SetAsidePlace place, long from, ReplayPass pass)
    {
        while (true)
        {
            var page = await place.PeekHeadersAsync(from, PageSize, CancellationToken.None);
            if (page.FirstOrDefault(message => !pass.HasReceived(place, message)) is { } unseen)
            {
                return unseen.SequenceNumber;
            }

            if (page.Count < PageSize)
            {
                return null;
            }

            from = page[^1].SequenceNumber + 1;
        }
    }

    private async Task TakeEventAsync(SetAsidePlace place, ReceivedMessage message, ReplayPass pass)
    {
        var certification = CertificationEventJson.ParseIfKnown(message.Message.Body);
        if (!pass.TryTake(message, certification))
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
            await ReplayAsync(place, message, certification, pass);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            // Nothing was changed. It must not keep those behind it from being replayed.
            pass.Leave(place, message, UnreadableLedger);
            return;
        }

        await CompleteAsync(place, message);
        pass.Settled(message);
    }

    /// <summary>What it is about is not known here: whoever handles it finds out whether there is still something to do.</summary>
    private async Task TakeOtherAsync(SetAsidePlace place, ReceivedMessage message, ReplayPass pass)
    {
        if (!pass.TryTakeOther(message))
        {
            return;
        }

        await SendAgainAsync(place, message, RetryCopy.IdOf(message.Message));
        Log.SentAgain(logger, message.SequenceNumber, place.Name);
        await CompleteAsync(place, message);
        pass.SentAgain();
        pass.Settled(message);
    }

    private static async Task SendAgainAsync(SetAsidePlace place, ReceivedMessage message, string id)
    {
        await place.Source.SendAsync([RetryCopy.Of(message.Message, attempt: 1, due: null)], CancellationToken.None);
        ProtocolWrites.Done(ProtocolWrite.EventReplayed, id);
    }

    private static async Task CompleteAsync(SetAsidePlace place, ReceivedMessage message)
    {
        try
        {
            await place.CompleteAsync(message, CancellationToken.None);
        }
        catch (LockLostException)
        {
            // It took too long. The message lies there as after a stop, and the next replay finds its certificate issued.
        }
    }

    private async Task ReplayAsync(SetAsidePlace place, ReceivedMessage message, CertificationEvent certification, ReplayPass pass)
    {
        var id = certification.CertificateId;
        var ledger = (await ledgers.ReadAsync(certification.Ledger, CancellationToken.None)).Ledger;
        await failures.RemoveAsync(id, CancellationToken.None);
        if (ledger.Find(id) is { } listed && !listed.IsErased())
        {
            await announcer.AnnounceListedAsync(certification, listed.Revision, CancellationToken.None);
            pass.FoundIssued(id);
            return;
        }

        // Also what was erased or overtaken: the delivery deletes what an earlier one has left in the store.
        await SendAgainAsync(place, message, id);
        metrics.EventReplayed();
        Log.Replayed(logger, id);
        pass.Replayed(id);
    }

    /// <summary>Those whose locks have run out by now are free already.</summary>
    private async Task GiveBackAsync(ReplayPass pass)
    {
        foreach (var (place, message) in pass.Held.Where(held => held.Message.LockedUntil > time.GetUtcNow()))
        {
            try
            {
                await place.GiveBackAsync(message, CancellationToken.None);
            }
            catch (LockLostException)
            {
                // It is free.
            }
            catch (QueueUnavailableException)
            {
                // So are these, when their locks run out.
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 511, Level = LogLevel.Information, Message = "Event {CertificateId}, which was set aside, is replayed.")]
        public static partial void Replayed(ILogger logger, string certificateId);

        [LoggerMessage(EventId = 512, Level = LogLevel.Information, Message = "Message {SequenceNumber} of {Place} is sent again.")]
        public static partial void SentAgain(ILogger logger, long sequenceNumber, string place);
    }
}
