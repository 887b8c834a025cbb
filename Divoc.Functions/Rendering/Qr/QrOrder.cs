namespace Divoc.Functions.Rendering.Qr;

/// <summary>Places the bits of the codewords one by one, on every processor.</summary>
internal sealed class QrOrder
{
    private const int PlaceBits = 6;

    // For each bit, the word of the columns and the position in it.
    private readonly ushort[] places;

    public QrOrder(QrLayout layout)
    {
        places = [.. layout.FreeModules().Select(module => (ushort)((IndexOf(module) << PlaceBits) | (module.Row % QrLines.WordLength)))];
    }

    /// <summary>Draws the bits. Some versions have up to seven more modules, which stay light.</summary>
    /// <param name="codewords">All of the symbol.</param>
    /// <param name="columns">The target, in which all data modules are light.</param>
    public void Place(ReadOnlySpan<byte> codewords, Span<ulong> columns)
    {
        var next = places.AsSpan();
        foreach (var codeword in codewords)
        {
            ulong bits = codeword;
            for (var bit = 7; bit >= 0; bit--)
            {
                var place = next[7 - bit];
                columns[place >> PlaceBits] |= ((bits >> bit) & 1) << (place % QrLines.WordLength);
            }

            next = next[8..];
        }
    }

    private static int IndexOf((int Row, int Column) module) => (module.Column * QrLines.Words) + (module.Row / QrLines.WordLength);
}
