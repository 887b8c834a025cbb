using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Operations;

/// <summary>
/// Discards failed events: their personal data are deleted, and only the failure record is left. The ledger is written first, so that no
/// delivery of a copy lists the certificate any more; then the record; then the artifacts are deleted, and finally the message. After a
/// stop in between, <see cref="DeadLetterRecorder"/> completes the work when it finds the message of a discarded event.
/// </summary>
public sealed partial class FailureDiscarder(
    DeadLetterWalk walk,
    LedgerChanger changer,
    LedgerStore ledgers,
    ChangeAnnouncer announcer,
    FailureRegistry failures,
    IArtifactStore store,
    CertificateArtifacts artifacts,
    TimeProvider time,
    ILogger<FailureDiscarder> logger)
{
    /// <summary>
    /// Discards the dead-lettered events with some certificate ids, among the first 5,000 messages and for 30 seconds at most.
    /// </summary>
    /// <param name="certificateIds">The ids.</param>
    /// <param name="text">The caller's reason, which is stored in the records.</param>
    /// <param name="cancellationToken">Cancels it. If discarding an event has begun, it is finished.</param>
    /// <exception cref="QueueUnavailableException">
    /// The queue can't be reached; what was done before stays done, and the same call can be made again. The same applies to the store.
    /// </exception>
    public async Task<DiscardReport> DiscardAsync(IReadOnlySet<string> certificateIds, string text, CancellationToken cancellationToken)
    {
        var pass = new DeadLetterPass(new ReplayOrder { CertificateIds = certificateIds }, time);
        var hasSeenAll = await walk.GoAsync(pass, (place, message) => TakeAsync(place, message, text, pass), cancellationToken);
        return pass.ToDiscardReport(hasSeenAll);
    }

    /// <summary>
    /// Discards a failed event for the partner that sent it. If its message is not found at once, it is removed within ten minutes.
    /// </summary>
    internal async Task<OwnDiscard> DiscardOwnAsync(string id, Caller caller, string text, CancellationToken cancellationToken)
    {
        if (RandomId.Read(id) is not { } certificateId
            || await failures.FindAsync(certificateId, cancellationToken) is not { } failure
            || !caller.Reaches(failure.Owner))
        {
            return OwnDiscard.NotFound;
        }

        if (await NoteDiscardedAsync(failure.Ledger, certificateId, null) == Discarding.IsIssued)
        {
            return OwnDiscard.IssuedMeanwhile;
        }

        // Also if its message is not found.
        await ForgetAsync(failure, text);
        await DiscardAsync(new HashSet<string> { certificateId }, text, cancellationToken);
        return OwnDiscard.Discarded;
    }

    /// <summary>
    /// Discards an event again that the former store had discarded, or whose certificate it had erased, wherever the event is now: it can't
    /// become a certificate any more, and only a record is left. Its message is still in its queue, and is removed when it is delivered or
    /// found by <see cref="DeadLetterRecorder"/>.
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

    private async Task TakeAsync(DeadLetterPlace place, ReceivedMessage message, string text, DeadLetterPass pass)
    {
        var certification = CertificationEventJson.ParseIfKnown(message.Message.Body);
        if (certification is null || !pass.TryTake(DeadLetterPlaces.ReasonOf(message), certification))
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

        await DeadLetterWalk.CompleteAsync(place, message, pass);
    }

    /// <summary>
    /// An issued event has not failed: only its message is removed, after an announcement, because its delivery may have been interrupted
    /// before that.
    /// </summary>
    private async Task DiscardAsync(CertificationEvent certification, ReceivedMessage message, string text, DeadLetterPass pass)
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
            failure = FailureRecord.Of(certification, DeadLetterPlaces.ReasonOf(message), "", message.DeliveryCount, time.GetUtcNow());
        }

        await (failure is null ? DeleteArtifactsAsync(id) : ForgetAsync(failure, text));
        Log.Discarded(logger, id);
        pass.Discarded(id);
    }

    /// <summary>Also one that is erased by now: its issue may not be announced yet.</summary>
    private async Task AnnounceAsync(CertificationEvent certification)
    {
        var ledger = (await ledgers.ReadAsync(certification.Ledger, CancellationToken.None)).Ledger;
        if (ledger.Find(certification.CertificateId) is { } listed)
        {
            await announcer.AnnounceListedAsync(certification, listed.Revision, CancellationToken.None);
        }
    }

    /// <summary>Leaves only the record of the discarding.</summary>
    private async Task ForgetAsync(FailureRecord failure, string text)
    {
        if (!failure.IsDiscarded)
        {
            var discarded = failure with
            {
                Reason = FailureRecord.Discarded,
                Description = $"Discarded after {failure.Reason}: {text}",
                FailedAt = time.GetUtcNow(),
            };
            await failures.ReplaceAsync(discarded, CancellationToken.None);
        }

        await DeleteArtifactsAsync(failure.CertificateId);
    }

    /// <summary>
    /// After this, no delivery lists the certificate. An overtaken event can't be listed anyway, and is reported as a duplicate, not as
    /// failed.
    /// </summary>
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

                if (certification is not null
                    && !read.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces))
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

    /// <summary>The result of an attempt to prevent the listing of a certificate.</summary>
    private enum Discarding
    {
        IsDiscarded,
        IsIssued,
        IsOvertaken,
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 551, Level = LogLevel.Information, Message = "The failed event {CertificateId} was discarded.")]
        public static partial void Discarded(ILogger logger, string certificateId);
    }
}

/// <summary>The result of a caller's order to discard its event.</summary>
internal enum OwnDiscard
{
    /// <summary>It is discarded.</summary>
    Discarded,

    /// <summary>No failed event with this id exists that the caller reaches.</summary>
    NotFound,

    /// <summary>A copy of it has been issued by now.</summary>
    IssuedMeanwhile,
}

/// <summary>The result of a call that discards events.</summary>
/// <param name="Discarded">The certificate ids of the discarded events.</param>
/// <param name="AlreadyIssued">The ids of certificates that exist: only the remaining message was removed.</param>
/// <param name="NotFound">The requested ids that were not found.</param>
/// <param name="Left">Selected messages that could not be discarded.</param>
/// <param name="More">Whether there may be more selected messages: the call reached its limits before it had checked all.</param>
public sealed record DiscardReport(
    IReadOnlyList<string> Discarded, IReadOnlyList<string> AlreadyIssued, IReadOnlyList<string> NotFound, IReadOnlyList<LeftMessage> Left,
    bool More);
