using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>Derives the outcomes of the events of a chunk from its request, as for any request.</summary>
public sealed class ChunkOutcomes(UploadRegistry uploads, RequestRegistry requests, RequestOutcomes outcomes)
{
    /// <summary>Counts the outcomes of a chunk and notes the failed events; null while one of its events has no outcome.</summary>
    internal async Task<UploadCounts?> SettleAsync(UploadRecord upload, int number, CancellationToken cancellationToken)
    {
        var (chunk, etag) = await uploads.FindChunkAsync(upload, number, cancellationToken)
            ?? throw new InvalidDataException("A chunk of an upload is missing from the registry.");
        var reached = await DeriveAsync(upload, chunk, cancellationToken);
        if (reached.Any(row => row.Outcome.State == RequestedState.Queued))
        {
            return null;
        }

        var failed = reached.Where(row => row.Outcome.State == RequestedState.Failed).Select(row => row.Row).ToList();
        if (failed.Count > 0 && await uploads.TryWriteAsync(upload, chunk with { Failed = failed }, etag, cancellationToken))
        {
            ProtocolWrites.Done(ProtocolWrite.UploadChunkSettled, upload.UploadId);
        }

        return CountsOf(reached);
    }

    /// <summary>The present outcomes of the events of a chunk.</summary>
    internal async Task<IReadOnlyList<RowOutcome>> DeriveAsync(
        UploadRecord upload, UploadChunk chunk, CancellationToken cancellationToken) =>
        await DeriveAsync(upload, chunk, _ => true, cancellationToken);

    /// <summary>
    /// The present outcomes of those events of a chunk that had failed when they were counted: an operator may have replayed them since.
    /// </summary>
    internal async Task<IReadOnlyList<RowOutcome>> DeriveFailedAsync(
        UploadRecord upload, UploadChunk chunk, CancellationToken cancellationToken)
    {
        var failed = chunk.Failed?.ToHashSet() ?? [];
        return failed.Count == 0 ? [] : await DeriveAsync(upload, chunk, failed.Contains, cancellationToken);
    }

    /// <summary>The number of events for each outcome.</summary>
    internal static UploadCounts CountsOf(IReadOnlyList<RowOutcome> reached) => new()
    {
        Issued = reached.Count(row => row.Outcome.State == RequestedState.Issued),
        Failed = reached.Count(row => row.Outcome.State == RequestedState.Failed),
        Duplicate =
            reached.Count(row => row.Outcome.State is RequestedState.Duplicate or RequestedState.Unchanged or RequestedState.Conflict),
    };

    private async Task<IReadOnlyList<RowOutcome>> DeriveAsync(
        UploadRecord upload, UploadChunk chunk, Func<int, bool> isAsked, CancellationToken cancellationToken)
    {
        if (chunk.RequestId is null)
        {
            return [];
        }

        var caller = ChunkAcceptor.CallerOf(upload);
        var request = await requests.FindAsync(chunk.RequestId, caller, cancellationToken)
            ?? throw new InvalidDataException("The request of a chunk of an upload is missing from the registry.");
        var asked = chunk.Rows.Zip(request.Certificates).Where(row => isAsked(row.First)).ToList();
        var reached = await outcomes.DeriveAsync(
            request with { Certificates = [.. asked.Select(row => row.Second)] }, caller, cancellationToken);
        return [.. asked.Zip(reached).Select(row => new RowOutcome(row.First.First, row.First.Second, row.Second))];
    }
}

/// <summary>The outcome of the event of a row.</summary>
/// <param name="Row">The number of the row.</param>
/// <param name="Requested">The promised certificate.</param>
/// <param name="Outcome">Its outcome.</param>
internal sealed record RowOutcome(int Row, RequestedCertificate Requested, RequestedOutcome Outcome);
