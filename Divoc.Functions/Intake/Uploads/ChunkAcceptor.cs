using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Accepts the next chunk of an upload with the handler of certify calls. The decision what is accepted is written first: so a repetition
/// makes the same call with the same Idempotency-Key, whenever it happens and whatever has changed since.
/// </summary>
public sealed class ChunkAcceptor(
    UploadRegistry uploads, UploadFiles files, ChunkDecider decider, CertifyHandler certify, CertificateTypes types)
{
    /// <summary>Idempotency-Keys depend on it; no route of the program has it.</summary>
    private const string Path = "uploads";

    private const string BarredDetail =
        "You are barred from certifying under this preEnrollmentCode until an operator of the service admits you again.";
    private static readonly string FullDetail =
        $"A partner can have at most {CertificateLedger.MaximumVersions} certificates under one preEnrollmentCode.";

    /// <summary>Accepts the current chunk of the upload.</summary>
    public async Task<ChunkResult> AcceptAsync(UploadRecord upload, CancellationToken cancellationToken)
    {
        var type = types.Current.Find(upload.Type) ?? throw new NewerFormException("certificate type of an upload");
        var shape = type.Shapes.FirstOrDefault(shape => shape.Name == upload.Shape) ?? throw new NewerFormException("shape of an upload");
        var header = new CsvHeader(upload.Header, shape);
        var (chunk, etag) = await FindOrDecideAsync(upload, header, type, cancellationToken);
        IReadOnlyList<CsvRow>? rows = null;
        while (chunk is { RequestId: null, Rows.Count: > 0 })
        {
            rows ??= (await ReadAsync(upload, chunk.Start, header, cancellationToken)).Rows;
            var result = await CallAsync(upload, chunk, header, rows, type, cancellationToken);
            if (result is not ChunkResult.Decided { Chunk: var next })
            {
                return result;
            }

            if (await uploads.TryWriteAsync(upload, next, etag, cancellationToken))
            {
                ProtocolWrites.Done(
                    next.RequestId is null ? ProtocolWrite.UploadChunkDecided : ProtocolWrite.UploadChunkAccepted, upload.UploadId);
            }

            // Another delivery may have made another decision in the meantime: the written one counts.
            (chunk, etag) = await FindOrDecideAsync(upload, header, type, cancellationToken);
        }

        return new ChunkResult.Decided(chunk);
    }

    /// <summary>For whom the events are accepted. About certificates of others, this caller learns only that they exist.</summary>
    internal static Caller CallerOf(UploadRecord upload) =>
        upload.Owner is { } owner ? Caller.OfPartner(owner, CallerScope.Own) : Caller.Service;

    private async Task<(UploadChunk Chunk, string ETag)> FindOrDecideAsync(
        UploadRecord upload, CsvHeader header, ICertificateType type, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await uploads.FindChunkAsync(upload, upload.Next.Chunk, cancellationToken) is { } found)
            {
                return found;
            }

            var decided = decider.Decide(upload, header, await ReadAsync(upload, upload.Next, header, cancellationToken), type);
            if (await uploads.TryWriteAsync(upload, decided, null, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.UploadChunkDecided, upload.UploadId);
            }
        }
    }

    private async Task<CsvPiece> ReadAsync(UploadRecord upload, UploadCursor start, CsvHeader header, CancellationToken cancellationToken)
    {
        var piece = await files.ReadAsync(upload.File, start.Offset, CsvRows.PieceBytes, cancellationToken);
        return CsvRows.Read(piece, start.Row, header.Names.Count);
    }

    /// <summary>Makes the call; returns the chunk as it should be written then.</summary>
    private async Task<ChunkResult> CallAsync(
        UploadRecord upload, UploadChunk chunk, CsvHeader header, IReadOnlyList<CsvRow> rows, ICertificateType type,
        CancellationToken cancellationToken)
    {
        var accepted = chunk.Rows.ToHashSet();
        var chosen = rows.Where(row => accepted.Contains(row.Number)).ToList();
        var key = string.Create(CultureInfo.InvariantCulture, $"{upload.UploadId}-{upload.Run}-{chunk.Start.Chunk}-{chunk.Revision}");
        var call = new CertifyCall(RowEvents.BodyOf(header, chosen), type, header.Shape, CallerOf(upload), Path, key) { IsBulk = true };
        switch (await certify.HandleAsync(call, cancellationToken))
        {
            case CertifyOutcome.Accepted done:
                return new ChunkResult.Decided(chunk with { RequestId = done.Request.RequestId });
            case CertifyOutcome.TooManyEvents tooMany:
                return new ChunkResult.TooManyEvents(tooMany.RetryAfter);
            case CertifyOutcome.Incomplete:
                throw new QueueUnavailableException("Not all events of a chunk could be queued.");
            case CertifyOutcome.KeyReused:
                // Another version of the program made another call with the same rows: those that it has accepted become duplicates.
                return new ChunkResult.Decided(chunk with { Revision = chunk.Revision + 1 });
            case CertifyOutcome.Refused refused:
                return Refuse(refused.Faults.ToLookup(PlaceOf, fault => ChunkDecider.ErrorOf(fault, header.Shape)));
            case CertifyOutcome.LedgersFull full:
                return Refuse(full.Elements.ToLookup(place => place, _ => OfCode(header, UploadCodes.EnrollmentFull, FullDetail)));
            case CertifyOutcome.OwnerBarred barred:
                return Refuse(barred.Elements.ToLookup(place => place, _ => OfCode(header, FaultCodes.OwnerBarred, BarredDetail)));
            case var other:
                throw new InvalidOperationException($"A chunk of an upload can't be answered with {other.GetType().Name}.");
        }

        ChunkResult.Decided Refuse(ILookup<int, RowError> errors) => new(ChunkDecider.Refuse(chunk, header, chosen, errors));
    }

    private static RowError OfCode(CsvHeader header, string code, string detail) =>
        new(header.Shape.Find("preEnrollmentCode")?.Field.Column?.Name, code, detail);

    private static int PlaceOf(Fault fault) => int.Parse(fault.Pointer.Split('/')[1], NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>What came of a chunk: one of the nested records.</summary>
public abstract record ChunkResult
{
    private ChunkResult()
    {
    }

    /// <summary>It is decided which of its rows are accepted.</summary>
    /// <param name="Chunk">The chunk with that decision, and with the request once its events are accepted.</param>
    public sealed record Decided(UploadChunk Chunk) : ChunkResult;

    /// <summary>The partner has sent too many events for now.</summary>
    /// <param name="RetryAfter">After which time the chunk may be tried again.</param>
    public sealed record TooManyEvents(TimeSpan RetryAfter) : ChunkResult;
}
