namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// How badly a masked symbol may read: the lower the better (ISO/IEC 18004 section 7.8.3). Where the standard leaves a choice, it is QRCoder's: rule 3 looks at windows of
/// eleven modules inside the symbol, never at the quiet zone, and counts a pattern with four light modules on either side once for each side.
/// </summary>
internal static class QrPenalty
{
    private const int RunOfFive = 3;
    private const int Block = 3;
    private const int FinderLike = 40;
    private const int FivePercent = 10;

    /// <summary>In twentieths, that is in steps of five per cent.</summary>
    private const int Half = 10;

    private const int ElevenModules = 0b111_1111_1111;
    private const int LightThenFinder = 0b000_0101_1101;
    private const int FinderThenLight = 0b101_1101_0000;

    /// <summary>Scores a symbol.</summary>
    /// <param name="modules">Row by row, 1 for dark and 0 for light.</param>
    /// <param name="side">Modules a side.</param>
    public static int Of(ReadOnlySpan<byte> modules, int side)
    {
        var points = OfBlocks(modules, side) + OfBalance(modules);
        for (var line = 0; line < side; line++)
        {
            points += OfLine(modules[(line * side)..], 1, side) + OfLine(modules[line..], side, side);
        }

        return points;
    }

    /// <summary>Rules 1 and 3 for a row (step 1) or a column (step of a row's length).</summary>
    private static int OfLine(ReadOnlySpan<byte> modules, int step, int side)
    {
        var points = 0;
        var run = 0;
        var window = 0;
        for (var index = 0; index < side; index++)
        {
            var module = modules[index * step];
            run = index > 0 && (window & 1) == module ? run + 1 : 1;
            window = ((window << 1) | module) & ElevenModules;
            if (run >= 5)
            {
                points += run == 5 ? RunOfFive : 1;
            }

            if (index >= 10 && window is (LightThenFinder or FinderThenLight))
            {
                points += FinderLike;
            }
        }

        return points;
    }

    /// <summary>Rule 2: each square of two by two modules of one colour.</summary>
    private static int OfBlocks(ReadOnlySpan<byte> modules, int side)
    {
        var count = 0;
        for (var row = 1; row < side; row++)
        {
            var upper = modules.Slice((row - 1) * side, side);
            var lower = modules.Slice(row * side, side);
            for (var column = 1; column < side; column++)
            {
                var dark = upper[column - 1] + upper[column] + lower[column - 1] + lower[column];
                count += dark is 0 or 4 ? 1 : 0;
            }
        }

        return count * Block;
    }

    /// <summary>Rule 4: the multiples of five per cent next to the share of dark modules, below and above it; the one nearer to a half counts.</summary>
    private static int OfBalance(ReadOnlySpan<byte> modules)
    {
        var below = modules.Count((byte)1) * 20 / modules.Length;
        return Math.Min(Math.Abs(below - Half), Math.Abs(below + 1 - Half)) * FivePercent;
    }
}
