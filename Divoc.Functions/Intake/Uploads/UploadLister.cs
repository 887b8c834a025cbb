using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Shows the uploads of a caller, and the rows without a certificate. Counted outcomes are in the uploads. In addition, each call derives
/// the outcomes of a few chunks: those that are not counted yet, and those with failed events, which may have been replayed since.
/// </summary>
public sealed class UploadLister(UploadRegistry uploads, ChunkOutcomes outcomes)
{
    /// <summary>The most uploads of a list, the newest.</summary>
    public const int MostUploads = 100;

    /// <summary>The maximum of chunks of an upload whose failed events are checked again.</summary>
    public const int MostWithFailures = 8;

    private const int MostDerived = 8;
    private const int MostErrorRows = 500;
    private const int MostChunks = 50;

    /// <summary>The newest uploads of a caller and a type, newest first, with the present outcomes of their rows.</summary>
    public async Task<IReadOnlyList<UploadRecord>> ListAsync(Caller caller, string type, CancellationToken cancellationToken)
    {
        var (listed, _) = await uploads.ListAsync(caller, type, MostUploads, null, cancellationToken);
        var shown = new List<UploadRecord>(listed.Count);
        var left = MostDerived;
        foreach (var upload in listed)
        {
            var (now, looks) = await NowAsync(upload, left, cancellationToken);
            left -= looks;
            shown.Add(now);
        }

        return shown;
    }

    /// <summary>One upload; null if there is none with this id and type that the caller reaches.</summary>
    public async Task<UploadRecord?> FindAsync(string uploadId, string type, Caller caller, CancellationToken cancellationToken)
    {
        return await uploads.FindAsync(uploadId, type, caller, cancellationToken) is { } upload
            ? (await NowAsync(upload, MostDerived, cancellationToken)).Upload
            : null;
    }

    /// <summary>
    /// The rows of an upload that were refused or have failed, from a chunk on. A page may be empty although later ones are not.
    /// </summary>
    /// <param name="uploadId">The upload.</param>
    /// <param name="type">Its type.</param>
    /// <param name="from">The first chunk.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The page; null if there is no such upload that the caller reaches.</returns>
    public async Task<ErrorPage?> FindErrorsAsync(
        string uploadId, ICertificateType type, int from, Caller caller, CancellationToken cancellationToken)
    {
        if (await uploads.FindAsync(uploadId, type.Name, caller, cancellationToken) is not { } upload)
        {
            return null;
        }

        var rows = new List<RefusedRow>();
        var number = from;
        var left = MostDerived;
        for (; number < upload.Next.Chunk && number - from < MostChunks && rows.Count < MostErrorRows; number++)
        {
            if (await uploads.FindChunkAsync(upload, number, cancellationToken) is { Chunk: var chunk })
            {
                var failed = number < upload.Settled || left-- > 0
                    ? await FailedAsync(upload, chunk, number < upload.Settled, type, cancellationToken)
                    : [];
                rows.AddRange(chunk.Errors.Concat(failed).OrderBy(row => row.Row));
            }
        }

        var shape = type.Shapes.First(shape => shape.Name == upload.Shape);
        return new ErrorPage([.. shape.Columns.Select(field => field.Column!.Name)], rows, number < upload.Next.Chunk ? number : null);
    }

    /// <summary>The upload with present counts, and how many chunks were read for them.</summary>
    private async Task<(UploadRecord Upload, int Looks)> NowAsync(UploadRecord upload, int mostLooks, CancellationToken cancellationToken)
    {
        var counts = upload.Counts;
        var looks = 0;
        foreach (var number in upload.WithFailures.Take(mostLooks))
        {
            if (await uploads.FindChunkAsync(upload, number, cancellationToken) is { Chunk: { Failed: { } failed } chunk })
            {
                looks++;
                var now = ChunkOutcomes.CountsOf(await outcomes.DeriveFailedAsync(upload, chunk, cancellationToken));
                counts = counts.With(now with { Failed = now.Failed - failed.Count });
            }
        }

        if (looks < mostLooks
            && upload.Settled < upload.Next.Chunk
            && await uploads.FindChunkAsync(upload, upload.Settled, cancellationToken) is { Chunk: var open })
        {
            looks++;
            counts = counts.With(ChunkOutcomes.CountsOf(await outcomes.DeriveAsync(upload, open, cancellationToken)));
        }

        return (upload with { Counts = counts }, looks);
    }

    /// <summary>The rows whose events have failed. Only those of their cells are shown that their request has stored.</summary>
    private async Task<IEnumerable<RefusedRow>> FailedAsync(
        UploadRecord upload, UploadChunk chunk, bool isSettled, ICertificateType type, CancellationToken cancellationToken)
    {
        var reached = isSettled
            ? await outcomes.DeriveFailedAsync(upload, chunk, cancellationToken)
            : await outcomes.DeriveAsync(upload, chunk, cancellationToken);
        var column = type.Shapes.First(shape => shape.Name == upload.Shape).Find("preEnrollmentCode")?.Field.Column?.Name;
        return reached.Where(row => row.Outcome.Failure is not null).Select(row => new RefusedRow(
            row.Row,
            column is null
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { [column] = row.Requested.PreEnrollmentCode },
            [new RowError(null, row.Outcome.Failure!.Reason, row.Outcome.Failure.Description)]));
    }
}

/// <summary>Rows of an upload without a certificate.</summary>
/// <param name="Columns">All possible columns.</param>
/// <param name="Rows">The rows, in their order.</param>
/// <param name="Next">The next chunk; null if there is none.</param>
public sealed record ErrorPage(IReadOnlyList<string> Columns, IReadOnlyList<RefusedRow> Rows, int? Next);
