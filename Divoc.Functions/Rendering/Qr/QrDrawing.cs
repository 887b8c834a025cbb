using System.Buffers;
using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>Draws codewords as a symbol (ISO/IEC 18004 sections 7.7 to 7.10).</summary>
internal static class QrDrawing
{
    /// <summary>Draws a symbol with the mask of the lowest penalty, the first one if several are equal.</summary>
    /// <param name="version">1 to 40.</param>
    /// <param name="level">Level of error correction.</param>
    /// <param name="codewords">All of the symbol, in the order in which they are placed.</param>
    /// <param name="ways">Which instructions are used.</param>
    public static QrSymbol Draw(int version, QrErrorCorrection level, ReadOnlySpan<byte> codewords, QrWays ways)
    {
        var layout = QrLayout.Of(version);
        var length = layout.Patterns.Length;
        var buffer = ArrayPool<ulong>.Shared.Rent(length * (1 + QrMasks.Count));
        var unmasked = buffer.AsSpan(0, length);
        var masked = buffer.AsSpan(length, length * QrMasks.Count);
        Place(layout, codewords, unmasked, ways);
        var best = ways.ScoresAllMasks
            ? BestMask<QrEightLanes>(layout, level, unmasked, masked)
            : BestMask<QrOneLane>(layout, level, unmasked, masked);
        var columns = masked[..length];
        Apply(layout, level, best, unmasked, MemoryMarshal.Cast<ulong, QrOneLane>(columns));
        var rows = new ulong[length];
        QrLines.Transpose(columns, layout.Side, rows);
        ArrayPool<ulong>.Shared.Return(buffer);
        return new QrSymbol(version, level, rows);
    }

    /// <summary>Draws the patterns and the data.</summary>
    private static void Place(QrLayout layout, ReadOnlySpan<byte> codewords, Span<ulong> columns, QrWays ways)
    {
        layout.Patterns.CopyTo(columns);
        if (ways.PlacesByStrips)
        {
            layout.Strips.Place(codewords, columns);
        }
        else
        {
            layout.Order.Place(codewords, columns);
        }
    }

    private static int BestMask<T>(QrLayout layout, QrErrorCorrection level, ReadOnlySpan<ulong> unmasked, Span<ulong> buffer)
        where T : struct, IQrLanes<T>
    {
        Span<ulong> penalties = stackalloc ulong[QrMasks.Count];
        var columns = MemoryMarshal.Cast<ulong, T>(buffer)[..unmasked.Length];
        for (var first = 0; first < QrMasks.Count; first += T.Count)
        {
            Apply(layout, level, first, unmasked, columns);
            QrPenalty.Of<T>(columns, layout.Side, penalties[first..]);
        }

        var best = 0;
        for (var mask = 1; mask < QrMasks.Count; mask++)
        {
            best = penalties[mask] < penalties[best] ? mask : best;
        }

        return best;
    }

    /// <summary>Applies masks to the data, one for each lane, each with its format bits.</summary>
    private static void Apply<T>(QrLayout layout, QrErrorCorrection level, int firstMask, ReadOnlySpan<ulong> unmasked, Span<T> columns)
        where T : struct, IQrLanes<T>
    {
        var data = layout.Data[..unmasked.Length];
        var inverting = QrMasks.Inverting;
        var place = firstMask;
        for (var index = 0; index < unmasked.Length; index++)
        {
            columns[index] = T.Of(unmasked[index]) ^ (T.Of(data[index]) & T.Load(inverting[place..]));
            place += QrMasks.Count;
            place = place < inverting.Length ? place : firstMask;
        }

        layout.Format.Draw(level, firstMask, columns);
    }
}
