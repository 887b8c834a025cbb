namespace Divoc.Functions.Rendering.Qr;

/// <summary>The eight patterns of which one is laid over the data modules, so that light and dark are mixed (ISO/IEC 18004 table 10).</summary>
internal static class QrMasks
{
    public const int Count = 8;

    /// <summary>Which masks invert the module at a place: bit k stands for mask k.</summary>
    public static byte InvertingAt(int row, int column)
    {
        var masks = 0;
        for (var mask = 0; mask < Count; mask++)
        {
            masks |= Inverts(mask, row, column) ? 1 << mask : 0;
        }

        return (byte)masks;
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
