namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// The eight mask patterns, one of which is applied to the data modules, so that light and dark are mixed (ISO/IEC 18004 table 10).
/// </summary>
internal static class QrMasks
{
    public const int Count = 8;

    /// <summary>All patterns repeat after this number of columns.</summary>
    private const int Period = 6;

    private static readonly ulong[] InvertingWords = InvertingColumns();

    /// <summary>The repeating columns, word by word, 1 for each module that a mask inverts: each word occurs once for each mask.</summary>
    public static ReadOnlySpan<ulong> Inverting => InvertingWords;

    private static ulong[] InvertingColumns()
    {
        var columns = new ulong[Period * QrLines.Words * Count];
        for (var column = 0; column < Period; column++)
        {
            for (var row = 0; row < QrLines.Words * QrLines.WordLength; row++)
            {
                var index = (column * QrLines.Words) + (row / QrLines.WordLength);
                for (var mask = 0; mask < Count; mask++)
                {
                    columns[(index * Count) + mask] |= Inverts(mask, row, column) ? 1UL << (row % QrLines.WordLength) : 0;
                }
            }
        }

        return columns;
    }

    private static bool Inverts(int mask, int row, int column)
    {
        var product = row * column;
        return mask switch
        {
            0 => (row + column) % 2 == 0,
            1 => row % 2 == 0,
            2 => column % 3 == 0,
            3 => (row + column) % 3 == 0,
            4 => ((row / 2) + (column / 3)) % 2 == 0,
            5 => (product % 2) + (product % 3) == 0,
            6 => ((product % 2) + (product % 3)) % 2 == 0,
            _ => (((row + column) % 2) + (product % 3)) % 2 == 0,
        };
    }
}
