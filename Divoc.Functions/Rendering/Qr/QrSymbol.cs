using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>A QR code as a square of dark and light modules, without its quiet zone.</summary>
public sealed class QrSymbol
{
    /// <summary>The light margin that ISO/IEC 18004 section 9.1 asks for, in modules.</summary>
    public const int QuietZone = 4;

    private readonly bool[] modules;

    /// <summary>Takes over a finished symbol.</summary>
    /// <param name="version">1 to 40.</param>
    /// <param name="errorCorrection">Its level.</param>
    /// <param name="modules">Row by row, true for dark; 4 × version + 17 a side.</param>
    public QrSymbol(int version, QrErrorCorrection errorCorrection, bool[] modules)
    {
        Version = version;
        ErrorCorrection = errorCorrection;
        Size = (4 * version) + 17;
        ArgumentOutOfRangeException.ThrowIfNotEqual(modules.Length, Size * Size);
        this.modules = modules;
    }

    /// <summary>1 to 40.</summary>
    public int Version { get; }

    public QrErrorCorrection ErrorCorrection { get; }

    /// <summary>Modules a side.</summary>
    public int Size { get; }

    /// <summary>One row of modules, true for dark.</summary>
    public ReadOnlySpan<bool> Row(int row) => modules.AsSpan(row * Size, Size);

    /// <summary>The dark modules as few rectangles: the runs of a row, and equal runs of following rows as one. None overlaps another.</summary>
    public IReadOnlyList<ModuleRectangle> ToRectangles()
    {
        var rectangles = new List<ModuleRectangle>(Size * Size / 4);
        // For each column the index of the rectangle that begins there and reached down to the row above, or -1.
        var open = new int[Size];
        Array.Fill(open, -1);
        for (var y = 0; y < Size; y++)
        {
            AddRuns(Row(y), y, open, rectangles);
        }

        return rectangles;
    }

    private static void AddRuns(ReadOnlySpan<bool> row, int y, int[] open, List<ModuleRectangle> rectangles)
    {
        var x = 0;
        while (x < row.Length)
        {
            if (!row[x])
            {
                open[x++] = -1;
                continue;
            }

            var width = row[x..].IndexOf(false);
            width = width < 0 ? row.Length - x : width;
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
    }
}

/// <summary>A block of dark modules of a QR code, in whole modules from the top left corner of the symbol (quiet zone not counted). A byte each: no symbol has more than 177 a side, and there are thousands.</summary>
/// <param name="X">Column of its left edge.</param>
/// <param name="Y">Row of its top edge.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModuleRectangle(byte X, byte Y, byte Width, byte Height);
