using System.Numerics;
using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>A QR code as a square of dark and light modules, without its quiet zone.</summary>
public sealed class QrSymbol
{
    /// <summary>The light margin that ISO/IEC 18004 section 9.1 requires, in modules.</summary>
    public const int QuietZone = 4;

    private readonly ulong[] rows;

    /// <summary>Takes over a finished symbol.</summary>
    /// <param name="version">1 to 40.</param>
    /// <param name="errorCorrection">Its level.</param>
    /// <param name="rows">Row by row, three words each (<see cref="Row"/>); 4 × version + 17 modules per side.</param>
    public QrSymbol(int version, QrErrorCorrection errorCorrection, ulong[] rows)
    {
        Version = version;
        ErrorCorrection = errorCorrection;
        Size = QrTables.SideOf(version);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, Size * QrLines.Words);
        this.rows = rows;
    }

    /// <summary>The version, 1 to 40.</summary>
    public int Version { get; }

    public QrErrorCorrection ErrorCorrection { get; }

    /// <summary>Modules per side.</summary>
    public int Size { get; }

    /// <summary>
    /// One row of modules as three words of 64 bits: the leftmost module in the lowest bit of the first word, 1 for dark; bits after the
    /// last module are 0.
    /// </summary>
    public ReadOnlySpan<ulong> Row(int row) => rows.AsSpan(row * QrLines.Words, QrLines.Words);

    /// <summary>Whether a module is dark.</summary>
    public bool IsDark(int row, int column) => QrLines.IsDark(rows, row, column);

    /// <summary>
    /// The dark modules as few rectangles: runs of a row, with equal runs of following rows joined. None overlaps another.
    /// </summary>
    public IReadOnlyList<ModuleRectangle> ToRectangles()
    {
        var rectangles = new List<ModuleRectangle>(Size * Size / 4);
        // For each column the index of the rectangle that begins there and includes the row above, or -1.
        var open = new int[Size];
        Array.Fill(open, -1);
        for (var y = 0; y < Size; y++)
        {
            AddRuns(Row(y), y, open, rectangles);
        }

        return rectangles;
    }

    private static void AddRuns(ReadOnlySpan<ulong> row, int y, int[] open, List<ModuleRectangle> rectangles)
    {
        var x = 0;
        while (LengthFrom(row, x, isDark: false) is var light && x + light < open.Length)
        {
            open.AsSpan(x, light).Fill(-1);
            x += light;
            var width = Math.Min(LengthFrom(row, x, isDark: true), open.Length - x);
            if (open[x] >= 0 && rectangles[open[x]].Width == width)
            {
                rectangles[open[x]] = rectangles[open[x]] with { Height = (byte)(y - rectangles[open[x]].Y + 1) };
            }
            else
            {
                open[x] = rectangles.Count;
                rectangles.Add(new ModuleRectangle((byte)x, (byte)y, (byte)width, 1));
            }

            open.AsSpan(x + 1, width - 1).Fill(-1);
            x += width;
        }

        open.AsSpan(x).Fill(-1);
    }

    /// <summary>How many modules from one on are dark, or light; beyond the row everything counts as light.</summary>
    private static int LengthFrom(ReadOnlySpan<ulong> row, int x, bool isDark)
    {
        var start = x;
        for (var word = x / QrLines.WordLength; word < QrLines.Words; word++)
        {
            var others = (isDark ? ~row[word] : row[word]) >> (x % QrLines.WordLength);
            if (others != 0)
            {
                return x + BitOperations.TrailingZeroCount(others) - start;
            }

            x = (word + 1) * QrLines.WordLength;
        }

        return x - start;
    }
}

/// <summary>
/// A block of dark modules of a QR code, in whole modules from the top left corner of the symbol (quiet zone not counted). A byte each: no
/// symbol has more than 177 modules per side, and there are thousands of blocks.
/// </summary>
/// <param name="X">Column of its left edge.</param>
/// <param name="Y">Row of its top edge.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModuleRectangle(byte X, byte Y, byte Width, byte Height);
