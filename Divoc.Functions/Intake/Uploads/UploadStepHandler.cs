using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Does one step of an upload: reads and accepts its next chunk, counts the outcomes of its first uncounted chunk, and requests the next
/// step. The next message is sent before the current one is completed. Two deliveries of one message do the same step, and the conditional
/// writes make it count once. Failures of the store, the queue or the key use up no attempt.
/// </summary>
public sealed partial class UploadStepHandler(
    UploadRegistry uploads, UploadFiles files, ChunkAcceptor acceptor, ChunkOutcomes outcomes, UploadQueue queue, ChangeAnnouncer announcer,
    CertificateMetrics metrics, TimeProvider time, ILogger<UploadStepHandler> logger)
{
    private const int LastAttempt = 10;

    /// <summary>
    /// How many steps (<see cref="UploadRecord.Progress"/>) a message may be behind its upload and still count. A delivery takes two steps
    /// at most: it reads a chunk and settles one. If it is interrupted then, its message comes again and must ask for the next step, or
    /// nobody would. So a delivery takes a step only if the upload is no more than two steps ahead of the message afterwards. Example:
    /// upload and message have 7. A chunk is read: 8. One is settled: 9. Then a message with 9 is sent. If that fails, the message with 7
    /// comes again: it takes no step, and sends the one with 9. Once the upload has 10, a later message has been sent, and the one with 7
    /// does nothing.
    /// </summary>
    private const int MostBehind = 2;

    private static readonly TimeSpan[] WaitsForOutcomes =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(60)];

    /// <summary>Handles one delivery.</summary>
    public async Task HandleAsync(ReadOnlyMemory<byte> body, IDelivery delivery, CancellationToken cancellationToken)
    {
        UploadStep? step = null;
        try
        {
            step = UploadStep.Parse(body);
            if (step is null)
            {
                await delivery.DeadLetterAsync("NOT_AN_UPLOAD", "The message is not a step of an upload.", cancellationToken);
                return;
            }

            await GoOnAsync(step, cancellationToken);
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            metrics.OutageMet();
            Log.Outage(logger, step?.UploadId, fault.Message);
            await delivery.RetryAfterOutageAsync(OutageDelay.After(delivery.Outages), cancellationToken);
        }
        catch (Exception fault)
            when (step is not null && !(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            await RetryOrGiveUpAsync(step, fault, delivery, cancellationToken);
        }
    }

    private static bool IsOutage(Exception fault)
    {
        return fault is StoreUnavailableException or QueueUnavailableException or SigningKeyUnavailableException
            or SigningKeyMissingException or NewerFormException or LedgerBusyException;
    }

    private async Task GoOnAsync(UploadStep step, CancellationToken cancellationToken)
    {
        if (await uploads.FindAsync(step.UploadId, cancellationToken) is not { } found)
        {
            return;
        }

        if (found.Upload.FinishedAt is not null && found.Upload.Run == step.Run)
        {
            // The delivery that finished it may have been interrupted before it announced that.
            await AnnounceAsync(found.Upload, cancellationToken);
            return;
        }

        if (await ReadNextAsync(step, found.Upload, found.ETag, cancellationToken) is { } wait)
        {
            await queue.SendAsync(found.Upload, step.Waits + 1, wait, cancellationToken);
            return;
        }

        await SettleFirstAsync(step, cancellationToken);
        await AskForNextAsync(step, cancellationToken);
    }

    /// <summary>
    /// The upload, unless it has ended or is in another run, or the message is further behind than this: then another message has
    /// continued.
    /// </summary>
    private async Task<(UploadRecord Upload, string ETag)?> FindAsync(UploadStep step, int mostBehind, CancellationToken cancellationToken)
    {
        return await uploads.FindAsync(step.UploadId, cancellationToken) is { } read && IsMeant(step, read.Upload, mostBehind)
            ? read
            : null;
    }

    private static bool IsMeant(UploadStep step, UploadRecord upload, int mostBehind) =>
        upload.FinishedAt is null && upload.Run == step.Run && upload.Progress - step.Progress <= mostBehind;

    /// <summary>Reads and accepts the next chunk, unless the file is read or another message has continued.</summary>
    /// <returns>The time to wait, if the partner has sent too many events; else null, and the delivery goes on.</returns>
    private async Task<TimeSpan?> ReadNextAsync(UploadStep step, UploadRecord upload, string etag, CancellationToken cancellationToken)
    {
        if (upload.IsRead || !IsMeant(step, upload, MostBehind - 1))
        {
            return null;
        }

        var result = await acceptor.AcceptAsync(upload, cancellationToken);
        if (result is not ChunkResult.Decided { Chunk: var chunk })
        {
            return ((ChunkResult.TooManyEvents)result).RetryAfter;
        }

        await AdvanceAsync(upload, chunk, etag, cancellationToken);
        return null;
    }

    /// <summary>Notes that a chunk is read, unless another delivery was first.</summary>
    private async Task AdvanceAsync(UploadRecord upload, UploadChunk chunk, string etag, CancellationToken cancellationToken)
    {
        var advanced = upload with { Next = chunk.End, IsRead = chunk.IsLast, Counts = upload.Counts.With(chunk.Counts), Failure = null };
        if (await uploads.TryWriteAsync(advanced, etag, cancellationToken))
        {
            ProtocolWrites.Done(ProtocolWrite.UploadAdvanced, upload.UploadId);
            Log.Advanced(logger, upload.UploadId, chunk.Start.Chunk, chunk.Rows.Count, chunk.Refused);
            if (chunk.IsLast)
            {
                await files.DeleteAsync(upload.File.FileId, upload.File.Parts, cancellationToken);
            }
        }
    }

    /// <summary>Counts the outcomes of the first chunk that has none counted, once each of its events has one.</summary>
    private async Task SettleFirstAsync(UploadStep step, CancellationToken cancellationToken)
    {
        if (await FindAsync(step, MostBehind - 1, cancellationToken) is not { Upload: var upload, ETag: var etag })
        {
            return;
        }

        if (upload.Settled == upload.Next.Chunk || await outcomes.SettleAsync(upload, upload.Settled, cancellationToken) is not { } counts)
        {
            return;
        }

        var settled = upload with
        {
            Settled = upload.Settled + 1,
            Counts = upload.Counts.With(counts),
            WithFailures = counts.Failed > 0 && upload.WithFailures.Count < UploadLister.MostWithFailures
                ? [.. upload.WithFailures, upload.Settled]
                : upload.WithFailures,
            Failure = null,
        };
        if (await uploads.TryWriteAsync(settled, etag, cancellationToken))
        {
            ProtocolWrites.Done(ProtocolWrite.UploadSettled, upload.UploadId);
        }
    }

    /// <summary>
    /// Asks for the next step: at once if the upload has come further, else after a wait. An upload that has all outcomes is finished.
    /// </summary>
    private async Task AskForNextAsync(UploadStep step, CancellationToken cancellationToken)
    {
        if (await FindAsync(step, MostBehind, cancellationToken) is not { Upload: var upload, ETag: var etag })
        {
            return;
        }

        if (upload.IsRead && upload.Settled == upload.Next.Chunk)
        {
            await EndAsync(upload with { FinishedAt = time.GetUtcNow(), Failure = null }, etag, cancellationToken);
        }
        else if (upload.Progress > step.Progress)
        {
            await queue.SendAsync(upload, 0, TimeSpan.Zero, cancellationToken);
        }
        else
        {
            var wait = WaitsForOutcomes[Math.Min(step.Waits, WaitsForOutcomes.Length - 1)];
            await queue.SendAsync(upload, step.Waits + 1, wait, cancellationToken);
        }
    }

    /// <summary>
    /// The only place where an upload is finished or given up. Partners are notified that it is finished before the message is completed.
    /// One that is given up has a failure and no time at which it was finished; it is listed among the failures, and may continue.
    /// </summary>
    private async Task EndAsync(UploadRecord upload, string etag, CancellationToken cancellationToken)
    {
        // The delivery that read the last chunk has deleted the file, unless it was interrupted before.
        if (upload.FinishedAt is not null)
        {
            await files.DeleteAsync(upload.File.FileId, upload.File.Parts, cancellationToken);
        }

        if (await uploads.TryWriteAsync(upload, etag, cancellationToken))
        {
            ProtocolWrites.Done(ProtocolWrite.UploadFinished, upload.UploadId);
            Log.Finished(
                logger, upload.UploadId, upload.Failure ?? "finished", upload.Counts.Read, upload.Counts.Issued, upload.Counts.Duplicate,
                upload.Counts.Errors);
            await AnnounceAsync(upload, cancellationToken);
        }
    }

    private Task AnnounceAsync(UploadRecord upload, CancellationToken cancellationToken)
    {
        var totals = new UploadTotals(upload.Counts.Read, upload.Counts.Issued, upload.Counts.Duplicate, upload.Counts.Errors);
        return upload.FinishedAt is { } at
            ? announcer.AnnounceUploadAsync(upload.UploadId, upload.Owner, upload.Run, totals, at, cancellationToken)
            : Task.CompletedTask;
    }

    private async Task RetryOrGiveUpAsync(UploadStep step, Exception fault, IDelivery delivery, CancellationToken cancellationToken)
    {
        Log.AttemptFailed(logger, step.UploadId, delivery.Attempt, fault);
        var isGone = fault is UploadFileGoneException;
        // At the first attempt, another delivery may have overtaken this one and read the file to its end.
        if (delivery.Attempt < (isGone ? 2 : LastAttempt))
        {
            metrics.AttemptFailed();
            await delivery.RetryAsync(AttemptDelay.After(delivery.Attempt), cancellationToken);
            return;
        }

        await GiveUpAsync(step, isGone ? UploadCodes.FileGone : UploadCodes.TooManyAttempts, fault, delivery, cancellationToken);
    }

    private async Task GiveUpAsync(UploadStep step, string reason, Exception fault, IDelivery delivery, CancellationToken cancellationToken)
    {
        if (await FindAsync(step, MostBehind, cancellationToken) is not { } read)
        {
            return;
        }

        if (read.Upload.Failure is null)
        {
            await EndAsync(read.Upload with { Failure = reason }, read.ETag, cancellationToken);
        }

        await delivery.DeadLetterAsync(reason, $"The upload stopped; the last error was {fault.GetType().Name}.", cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 611, Level = LogLevel.Warning, Message = "Upload {UploadId} continues later: {Reason}")]
        public static partial void Outage(ILogger logger, string? uploadId, string reason);

        [LoggerMessage(EventId = 612, Level = LogLevel.Warning, Message = "Attempt {Attempt} at a step of upload {UploadId} failed.")]
        public static partial void AttemptFailed(ILogger logger, string uploadId, int attempt, Exception fault);

        [LoggerMessage(
            EventId = 613,
            Level = LogLevel.Information,
            Message = "Upload {UploadId}, chunk {Chunk}: {Accepted} rows accepted, {Refused} refused.")]
        public static partial void Advanced(ILogger logger, string uploadId, int chunk, int accepted, int refused);

        [LoggerMessage(EventId = 614, Level = LogLevel.Information, Message = "Upload {UploadId} has ended ({How}): {Read} rows, {Issued} "
            + "issued, {Duplicate} duplicates, {Failed} failed.")]
        public static partial void Finished(ILogger logger, string uploadId, string how, int read, int issued, int duplicate, int failed);
    }
}
