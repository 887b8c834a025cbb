using CsvHelper;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Reads rows from a part of a CSV file (RFC 4180, with commas). An unreadable row, such as one with a quote that is never closed, ends at
/// its first line break: so only that line is lost and not the rest of the file.
/// </summary>
internal static class CsvRows
{
    /// <summary>The maximum of rows with a text in a chunk.</summary>
    public const int MostRows = 500;

    /// <summary>Bytes after which no further row of a chunk begins.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>The maximum size of a row in bytes.</summary>
    public const int MostRowBytes = 128 * 1024;

    /// <summary>
    /// The bytes that must be passed, unless the file ends earlier: they contain every row that begins completely, with its line break.
    /// </summary>
    public const int PieceBytes = MostBytes + MostRowBytes + 2;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        DetectSeparatorHint = false,
        TrimWhitespace = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        IncludeValuesInExceptions = false,
    };

    /// <summary>Reads only the first row.</summary>
    /// <param name="beginning">The beginning of the file, as for a chunk.</param>
    /// <param name="end">The position of the next row.</param>
    /// <returns>Its cells; null if it can't be read.</returns>
    public static IReadOnlyList<string>? ReadHeader(ReadOnlyMemory<byte> beginning, out int end)
    {
        end = 0;
        using var reader = CsvReader.Create(beginning, Options);
        try
        {
            if (!reader.Read() || reader.RawRecord.Length > MostRowBytes)
            {
                return null;
            }

            end = BehindBreak(beginning.Span, (int)reader.ByteOffset + reader.RawRecord.Length);
            return CellsOf(reader, reader.FieldCount);
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    /// <summary>Reads the rows of a chunk.</summary>
    /// <param name="piece">The file from the beginning of the chunk: <see cref="PieceBytes"/>, or up to its end.</param>
    /// <param name="firstRow">The number of the first row.</param>
    /// <param name="columns">The number of columns in the header.</param>
    public static CsvPiece Read(ReadOnlyMemory<byte> piece, int firstRow, int columns)
    {
        var read = new CsvPiece(firstRow);
        while (read.Length < piece.Length && read.Length < MostBytes && read.Rows.Count < MostRows)
        {
            var begins = read.Length;
            using var reader = CsvReader.Create(piece[begins..], Options);
            if (ReadWellFormed(piece, begins, reader, columns, read) is { } error)
            {
                var line = piece.Span[read.Length..].IndexOfAny((byte)'\r', (byte)'\n');
                read.Add(new CsvRow(read.NextRow, [], error), BehindBreak(piece.Span, line < 0 ? piece.Length : read.Length + line));
            }
        }

        return read;
    }

    /// <summary>Reads rows until the chunk is full or one can't be read; returns the error of that row.</summary>
    private static RowError? ReadWellFormed(ReadOnlyMemory<byte> piece, int begins, CsvReader reader, int columns, CsvPiece read)
    {
        try
        {
            while (read.Length < MostBytes && read.Rows.Count < MostRows && reader.Read())
            {
                var end = begins + (int)reader.ByteOffset + reader.RawRecord.Length;
                if (end - read.Length > MostRowBytes)
                {
                    return new RowError(
                        null,
                        UploadCodes.RowTooLarge,
                        $"The row has more than {MostRowBytes} bytes, or a quote is not closed: shorten the row, or close the quote.");
                }

                read.Add(RowOf(reader, read.NextRow, columns), BehindBreak(piece.Span, end));
            }

            return null;
        }
        catch (CsvFormatException)
        {
            return new RowError(
                null,
                UploadCodes.RowMalformed,
                "The row is not CSV: a quote is not closed, or is in the middle of a cell. Close the quote; double a quote inside a cell.");
        }
    }

    /// <summary>The row; null if none of its cells has a text, as in the rows that spreadsheets write after the last one.</summary>
    private static CsvRow? RowOf(CsvReader reader, int number, int columns)
    {
        var cells = CellsOf(reader, Math.Min(reader.FieldCount, columns));
        if (reader.FieldCount <= columns && cells.TrueForAll(string.IsNullOrEmpty))
        {
            return null;
        }

        return new CsvRow(number, cells, reader.FieldCount == columns
            ? null
            : new RowError(
                null,
                UploadCodes.ColumnCount,
                $"The row has {reader.FieldCount} cells, but the header has {columns}: check its commas and quotes."));
    }

    private static List<string> CellsOf(CsvReader reader, int count) => [.. Enumerable.Range(0, count).Select(reader.GetString)];

    private static int BehindBreak(ReadOnlySpan<byte> bytes, int end)
    {
        if (end >= bytes.Length)
        {
            return bytes.Length;
        }

        return bytes[end] == '\r' && end + 1 < bytes.Length && bytes[end + 1] == '\n' ? end + 2 : end + 1;
    }
}

/// <summary>The rows of a chunk.</summary>
/// <param name="firstRow">The number of the first one.</param>
internal sealed class CsvPiece(int firstRow)
{
    private readonly List<CsvRow> rows = [];

    /// <summary>The rows with a text.</summary>
    public IReadOnlyList<CsvRow> Rows => rows;

    /// <summary>Their size in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The number of the row after them.</summary>
    public int NextRow { get; private set; } = firstRow;

    /// <summary>Adds a row; null skips one.</summary>
    public void Add(CsvRow? row, int end)
    {
        if (row is not null)
        {
            rows.Add(row);
        }

        Length = end;
        NextRow++;
    }
}

/// <summary>A row of a CSV file.</summary>
/// <param name="Number">Its number; the header is row 1.</param>
/// <param name="Cells">Its cells; none if it can't be read.</param>
/// <param name="Error">Why it can't be an event, whatever its cells contain; null if it may be one.</param>
internal sealed record CsvRow(int Number, IReadOnlyList<string> Cells, RowError? Error);
