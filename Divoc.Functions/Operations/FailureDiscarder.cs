using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Operations;

/// <summary>
/// Discards events that failed: what they tell of a person goes, and only the failure record is left. The ledger is written first, so that no delivery of a copy lists the
/// certificate any more; then the record; then the artifacts are deleted, and at last the message. A stop in between is made up for by <see cref="DeadLetterRecorder"/>,
/// which finds the message of a discarded event.
/// </summary>
public sealed partial class FailureDiscarder(
    SetAsideWalk walk,
    LedgerChanger changer,
    LedgerStore ledgers,
    ChangeAnnouncer announcer,
    FailureRegistry failures,
    IArtifactStore store,
    CertificateArtifacts artifacts,
    TimeProvider time,
    ILogger<FailureDiscarder> logger)
{
    /// <summary>Discards the events that were set aside of some certificate ids, of the first 5,000 messages and for 30 seconds at most.</summary>
    /// <param name="certificateIds">The ids.</param>
    /// <param name="text">Why, in the words of whoever discards them: it stands in the records.</param>
    /// <param name="cancellationToken">Ends it early. An event whose discarding has begun goes on to its end.</param>
    /// <exception cref="QueueUnavailableException">The queue can't be reached; what was done by then stands, and the same call can be made again. Likewise of the store.</exception>
    public async Task<DiscardReport> DiscardAsync(IReadOnlySet<string> certificateIds, string text, CancellationToken cancellationToken)
    {
        var pass = new SetAsidePass(new ReplayOrder { CertificateIds = certificateIds }, time);
        var hasSeenAll = await walk.GoAsync(pass, (place, message) => TakeAsync(place, message, text, pass), cancellationToken);
        return pass.ToDiscardReport(hasSeenAll);
    }

    /// <summary>Discards a failed event on behalf of whoever sent it. Where its message is not found at once, it goes within ten minutes.</summary>
    internal async Task<OwnDiscard> DiscardOwnAsync(string id, Caller caller, string text, CancellationToken cancellationToken)
    {
        if (RandomId.Read(id) is not { } certificateId || await failures.FindAsync(certificateId, cancellationToken) is not { } failure || !caller.Reaches(failure.Owner))
        {
            return OwnDiscard.NotFound;
        }

        if (await NoteDiscardedAsync(failure.Ledger, certificateId, null) == Discarding.IsIssued)
        {
            return OwnDiscard.IssuedMeanwhile;
        }

        // Also where its message is not found.
        await ForgetAsync(failure, text);
        await DiscardAsync(new HashSet<string> { certificateId }, text, cancellationToken);
        return OwnDiscard.Discarded;
    }

    /// <summary>
    /// Discards an event that a store in use before had discarded, or whose certificate it had erased, wherever the event is now: it becomes no certificate any more, and nothing is left of it but a
    /// record. A message of it is still in its queue, and goes when it is delivered or found by <see cref="DeadLetterRecorder"/>.
    /// </summary>
    /// <returns>False if its certificate is issued here.</returns>
    internal async Task<bool> DiscardAgainAsync(string ledger, string certificateId, string text)
    {
        if (await NoteDiscardedAsync(ledger, certificateId, null) == Discarding.IsIssued)
        {
            return false;
        }

        if (await failures.FindAsync(certificateId, CancellationToken.None) is { } failure)
        {
            await ForgetAsync(failure, text);
        }

        return true;
    }

    private async Task TakeAsync(SetAsidePlace place, ReceivedMessage message, string text, SetAsidePass pass)
    {
        var certification = CertificationEventJson.ParseIfKnown(message.Message.Body);
        if (certification is null || !pass.TryTake(SetAsideMessages.ReasonOf(message), certification))
        {
            return;
        }

        try
        {
            await DiscardAsync(certification, message, text, pass);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            pass.Leave(place, message, LeftMessage.UnreadableLedger);
            return;
        }

        await SetAsideWalk.CompleteAsync(place, message, pass);
    }

    /// <summary>An event that is issued is none that failed: only its message goes, once it is announced, as its delivery may have been cut off before that.</summary>
    private async Task DiscardAsync(CertificationEvent certification, ReceivedMessage message, string text, SetAsidePass pass)
    {
        var id = certification.CertificateId;
        var discarding = await NoteDiscardedAsync(certification.Ledger, id, certification);
        if (discarding == Discarding.IsIssued)
        {
            await AnnounceAsync(certification);
            pass.FoundIssued(id);
            return;
        }

        if (discarding == Discarding.IsOvertaken)
        {
            await announcer.AnnounceOvertakenAsync(certification, RetryCopy.AttemptOf(message.Message), CancellationToken.None);
        }

        var failure = await failures.FindAsync(id, CancellationToken.None);
        if (failure is null && discarding == Discarding.IsDiscarded)
        {
            failure = FailureRecord.Of(certification, SetAsideMessages.ReasonOf(message), "", message.DeliveryCount, time.GetUtcNow());
        }

        await (failure is null ? DeleteArtifactsAsync(id) : ForgetAsync(failure, text));
        Log.Discarded(logger, id);
        pass.Discarded(id);
    }

    /// <summary>Also one that is erased by now: that it was issued may not be announced yet.</summary>
    private async Task AnnounceAsync(CertificationEvent certification)
    {
        var ledger = (await ledgers.ReadAsync(certification.Ledger, CancellationToken.None)).Ledger;
        if (ledger.Find(certification.CertificateId) is { } listed)
        {
            await announcer.AnnounceListedAsync(certification, listed.Revision, CancellationToken.None);
        }
    }

    /// <summary>Leaves the record that says so, and nothing else.</summary>
    private async Task ForgetAsync(FailureRecord failure, string text)
    {
        if (!failure.IsDiscarded)
        {
            var discarded = failure with { Reason = FailureRecord.Discarded, Description = $"Discarded after {failure.Reason}: {text}", FailedAt = time.GetUtcNow() };
            await failures.ReplaceAsync(discarded, CancellationToken.None);
        }

        await DeleteArtifactsAsync(failure.CertificateId);
    }

    /// <summary>From here on no delivery lists the certificate. One that was overtaken can't be listed anyway, and is told as a duplicate, not as one that failed.</summary>
    private async Task<Discarding> NoteDiscardedAsync(string ledger, string certificateId, CertificationEvent? certification)
    {
        var discarding = await changer.ChangeUnannouncedAsync<Discarding>(
            ledger,
            RandomId.New(),
            _ => Discarding.IsDiscarded,
            read =>
            {
                if (read.Find(certificateId) is not null)
                {
                    return new LedgerDecision<Discarding>.Refuse(Discarding.IsIssued);
                }

                if (read.HasDiscarded(certificateId))
                {
                    return new LedgerDecision<Discarding>.Keep(Discarding.IsDiscarded);
                }

                if (certification is not null && !read.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces))
                {
                    return new LedgerDecision<Discarding>.Keep(Discarding.IsOvertaken);
                }

                return new LedgerDecision<Discarding>.Write(read.WithDiscarded(certificateId), _ => Discarding.IsDiscarded, []);
            },
            CancellationToken.None);
        if (discarding == Discarding.IsDiscarded)
        {
            ProtocolWrites.Done(ProtocolWrite.EventDiscarded, certificateId);
        }

        return discarding;
    }

    private async Task DeleteArtifactsAsync(string certificateId)
    {
        await artifacts.DeleteAllAsync(store, certificateId, CancellationToken.None);
        ProtocolWrites.Done(ProtocolWrite.ArtifactsDeleted, certificateId);
    }

    /// <summary>What came of an attempt to keep a certificate from being listed.</summary>
    private enum Discarding
    {
        IsDiscarded,
        IsIssued,
        IsOvertaken,
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 551, Level = LogLevel.Information, Message = "Event {CertificateId}, which failed, is discarded.")]
        public static partial void Discarded(ILogger logger, string certificateId);
    }
}

/// <summary>What came of the wish to discard an event that the caller sent.</summary>
internal enum OwnDiscard
{
    /// <summary>It is gone.</summary>
    Discarded,

    /// <summary>No event of that id that the caller reaches has failed.</summary>
    NotFound,

    /// <summary>A copy of it was issued by now.</summary>
    IssuedMeanwhile,
}

/// <summary>What a call that discards events did.</summary>
/// <param name="Discarded">The certificate ids of the events that are gone.</param>
/// <param name="AlreadyIssued">The ids of certificates that exist: only the message that was left over is gone.</param>
/// <param name="NotFound">The ids that were asked for and not met.</param>
/// <param name="Left">Messages that were meant and could not be discarded.</param>
/// <param name="More">Whether there may be more that is meant: the call came to its bounds before it had looked at everything.</param>
public sealed record DiscardReport(
    IReadOnlyList<string> Discarded, IReadOnlyList<string> AlreadyIssued, IReadOnlyList<string> NotFound, IReadOnlyList<LeftMessage> Left, bool More);
