namespace Divoc.Functions.Rendering.Qr;

/// <summary>Draws codewords as a symbol (ISO/IEC 18004 sections 7.7 to 7.10).</summary>
internal static class QrDrawing
{
    /// <summary>Draws a symbol under the mask with the lowest penalty, the first of those that are equal.</summary>
    /// <param name="version">1 to 40.</param>
    /// <param name="level">Level of error correction.</param>
    /// <param name="codewords">All of the symbol, in the order in which they are placed.</param>
    public static QrSymbol Draw(int version, QrErrorCorrection level, ReadOnlySpan<byte> codewords)
    {
        var layout = QrLayout.Of(version);
        var unmasked = Place(layout, codewords);
        var (best, candidate) = (new byte[unmasked.Length], new byte[unmasked.Length]);
        var lowest = int.MaxValue;
        for (var mask = 0; mask < QrMasks.Count; mask++)
        {
            Apply(layout, unmasked, mask, candidate);
            QrFormat.Draw(candidate, layout.Side, level, mask);
            var penalty = QrPenalty.Of(candidate, layout.Side);
            if (penalty < lowest)
            {
                (best, candidate, lowest) = (candidate, best, penalty);
            }
        }

        return new QrSymbol(version, level, Array.ConvertAll(best, module => module == 1));
    }

    /// <summary>The patterns and the data. Some versions have up to seven modules more than bits: those stay light.</summary>
    private static byte[] Place(QrLayout layout, ReadOnlySpan<byte> codewords)
    {
        var modules = layout.Patterns.ToArray();
        var places = layout.DataModules;
        for (var bit = 0; bit < codewords.Length * 8; bit++)
        {
            modules[places[bit]] = (byte)((codewords[bit / 8] >> (7 - (bit % 8))) & 1);
        }

        return modules;
    }

    private static void Apply(QrLayout layout, ReadOnlySpan<byte> unmasked, int mask, Span<byte> modules)
    {
        unmasked.CopyTo(modules);
        var (places, inverting) = (layout.DataModules, layout.Inverting);
        for (var index = 0; index < places.Length; index++)
        {
            modules[places[index]] ^= (byte)((inverting[index] >> mask) & 1);
        }
    }
}
