namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// A square of modules as bits: line after line, each in three words of 64 bits, the first module in the lowest bit of the first word, 1
/// for dark. Bits after the last module are 0. The lines of a finished symbol are its rows. During encoding they are its columns, because
/// the codewords are placed along columns.
/// </summary>
internal static class QrLines
{
    /// <summary>Words in a line: the largest symbol has 177 modules per side.</summary>
    public const int Words = 3;

    /// <summary>Modules in a word.</summary>
    public const int WordLength = 64;

    /// <summary>One word of a line whose first modules are dark.</summary>
    /// <param name="count">The number of dark modules; may be negative for none.</param>
    /// <param name="word">The index of the word.</param>
    public static ulong Ones(int count, int word)
    {
        var own = Math.Clamp(count - (word * WordLength), 0, WordLength);
        return own == WordLength ? ulong.MaxValue : (1UL << own) - 1;
    }

    public static bool IsDark(ReadOnlySpan<ulong> lines, int line, int module)
    {
        return ((lines[(line * Words) + (module / WordLength)] >> (module % WordLength)) & 1) == 1;
    }

    public static void SetDark(Span<ulong> lines, int line, int module) =>
        lines[(line * Words) + (module / WordLength)] |= 1UL << (module % WordLength);

    /// <summary>Converts columns to rows, or rows to columns.</summary>
    /// <param name="lines">The source.</param>
    /// <param name="side">Modules per side.</param>
    /// <param name="transposed">The target.</param>
    public static void Transpose(ReadOnlySpan<ulong> lines, int side, Span<ulong> transposed)
    {
        Span<ulong> block = stackalloc ulong[WordLength];
        for (var across = 0; across * WordLength < side; across++)
        {
            for (var along = 0; along * WordLength < side; along++)
            {
                Gather(lines, across, along, side, block);
                TransposeBlock(block);
                Scatter(block, along, across, side, transposed);
            }
        }
    }

    private static void Gather(ReadOnlySpan<ulong> lines, int across, int along, int side, Span<ulong> block)
    {
        var count = Math.Min(WordLength, side - (across * WordLength));
        for (var index = 0; index < count; index++)
        {
            block[index] = lines[(((across * WordLength) + index) * Words) + along];
        }

        block[count..].Clear();
    }

    private static void Scatter(ReadOnlySpan<ulong> block, int across, int along, int side, Span<ulong> lines)
    {
        var count = Math.Min(WordLength, side - (across * WordLength));
        for (var index = 0; index < count; index++)
        {
            lines[(((across * WordLength) + index) * Words) + along] = block[index];
        }
    }

    /// <summary>
    /// Exchanges the upper right quarter of the block with the lower left one, then the same in each quarter, and so on down to single
    /// bits.
    /// </summary>
    private static void TransposeBlock(Span<ulong> block)
    {
        var right = 0x0000_0000_FFFF_FFFFUL;
        for (var half = WordLength / 2; half > 0; half /= 2)
        {
            for (var upper = 0; upper < WordLength; upper = (upper + half + 1) & ~half)
            {
                var different = ((block[upper] >> half) ^ block[upper + half]) & right;
                block[upper] ^= different << half;
                block[upper + half] ^= different;
            }

            right ^= right << (half / 2);
        }
    }
}
