using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Decides which rows of a chunk are accepted: those that a certify call would accept. Each row is checked separately, so that none is
/// refused because of another one.
/// </summary>
public sealed class ChunkDecider(RequestValidator validator)
{
    /// <summary>The maximum of refused rows that are stored for an upload; more are only counted.</summary>
    public const int MostKept = 10_000;

    private const int MostErrors = 20;

    /// <summary>Decides about a chunk.</summary>
    internal UploadChunk Decide(UploadRecord upload, CsvHeader header, CsvPiece piece, ICertificateType type)
    {
        List<int> accepted = [];
        List<RefusedRow> refused = [];
        var seen = new HashSet<(string Code, CertificateKey Key)>();
        var repeated = 0;
        foreach (var row in piece.Rows)
        {
            if (ErrorsOf(row, header, type, seen, out var isRepeated) is { Count: > 0 } errors)
            {
                refused.Add(new RefusedRow(row.Number, header.KnownCells(row.Cells, Shorten), errors));
            }
            else if (isRepeated)
            {
                repeated++;
            }
            else
            {
                accepted.Add(row.Number);
            }
        }

        var end = new UploadCursor(upload.Next.Chunk + 1, upload.Next.Offset + piece.Length, piece.NextRow);
        return new UploadChunk
        {
            Start = upload.Next,
            End = end,
            IsLast = end.Offset >= upload.File.Bytes,
            Rows = accepted,
            Repeated = repeated,
            Read = piece.Rows.Count,
            Refused = refused.Count,
            Errors = [.. refused.Take(MostKept - upload.Counts.Kept)],
        };
    }

    /// <summary>Decides again after rows that should be accepted were refused by the call.</summary>
    /// <param name="chunk">The earlier decision.</param>
    /// <param name="header">The header.</param>
    /// <param name="rows">The rows that should be accepted, in their order.</param>
    /// <param name="errors">The errors, by the place among these rows.</param>
    internal static UploadChunk Refuse(UploadChunk chunk, CsvHeader header, IReadOnlyList<CsvRow> rows, ILookup<int, RowError> errors)
    {
        var refused = rows.Index()
            .Where(row => errors.Contains(row.Index))
            .Select(
                row => new RefusedRow(row.Item.Number, header.KnownCells(row.Item.Cells, Shorten), [.. errors[row.Index].Take(MostErrors)]))
            .ToList();
        return chunk with
        {
            Revision = chunk.Revision + 1,
            Rows = [.. chunk.Rows.Except(refused.Select(row => row.Row))],
            Refused = chunk.Refused + refused.Count,
            Errors = [.. chunk.Errors.Concat(refused).OrderBy(row => row.Row)],
        };
    }

    /// <summary>An error of an event, with its column if it has one.</summary>
    internal static RowError ErrorOf(ValidationMessage fault, RequestShape shape)
    {
        var steps = fault.Pointer.Split('/').Skip(2).Where(step => !step.All(char.IsAsciiDigit));
        return new RowError(shape.Find(string.Join('.', steps))?.Field.Column?.Name, fault.Code, fault.Detail);
    }

    private List<RowError> ErrorsOf(
        CsvRow row, CsvHeader header, ICertificateType type, HashSet<(string, CertificateKey)> seen, out bool isRepeated)
    {
        isRepeated = false;
        if (row.Error is { } error)
        {
            return [error];
        }

        var validated = validator.Validate(RowEvents.BodyOf(header, [row]), type, header.Shape);
        if (validated.Faults.Count > 0)
        {
            return [.. validated.Faults.Take(MostErrors).Select(fault => ErrorOf(fault, header.Shape))];
        }

        isRepeated = !seen.Add((validated.Events[0].PreEnrollmentCode, type.RequiredKeyOf(validated.Events[0].Data)));
        return [];
    }

    private static string Shorten(string text) =>
        text.Length <= IntakeLimits.TextCharacters ? text : string.Concat(text.AsSpan(0, IntakeLimits.TextCharacters), "…");
}
