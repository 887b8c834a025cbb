using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// How the codewords of a symbol are split into blocks, each with its own error correction (ISO/IEC 18004 sections 7.5 and 7.6).
/// </summary>
/// <param name="Codewords">All of the symbol.</param>
/// <param name="Count">Number of blocks.</param>
/// <param name="CheckLength">Codewords of error correction in each.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QrBlocks(int Codewords, int Count, int CheckLength)
{
    /// <summary>Data codewords of all blocks.</summary>
    public int DataLength => Codewords - (Count * CheckLength);

    /// <summary>Data codewords of each of the first blocks; the last ones can have one more.</summary>
    private int ShortLength => DataLength / Count;

    private int ShortCount => Count - (DataLength % Count);

    /// <summary>The range of a block's data in the data of all blocks.</summary>
    public Range this[int block]
    {
        get
        {
            var start = (block * ShortLength) + Math.Max(0, block - ShortCount);
            return start..(start + ShortLength + (block < ShortCount ? 0 : 1));
        }
    }

    /// <summary>
    /// Adds the error correction, and puts all codewords into their final order: the first of each block, the second of each, and so on.
    /// </summary>
    /// <param name="data">The data codewords, block after block.</param>
    /// <param name="result">The target for all codewords of the symbol.</param>
    public void Interleave(ReadOnlySpan<byte> data, Span<byte> result)
    {
        var (count, shortLength, shortCount) = (Count, ShortLength, ShortCount);
        var reedSolomon = ReedSolomon.Of(CheckLength);
        Span<byte> check = stackalloc byte[ReedSolomon.MostLength];
        for (var block = 0; block < count; block++)
        {
            var own = data[this[block]];
            Spread(own[..shortLength], result[block..], count);
            if (own.Length > shortLength)
            {
                result[(shortLength * count) + block - shortCount] = own[^1];
            }

            reedSolomon.Check(own, check);
            Spread(check[..CheckLength], result[(DataLength + block)..], count);
        }
    }

    /// <summary>Writes codewords of one block, with room for those of the other blocks between them.</summary>
    private static void Spread(ReadOnlySpan<byte> codewords, Span<byte> result, int step)
    {
        var place = 0;
        foreach (var codeword in codewords)
        {
            result[place] = codeword;
            place += step;
        }
    }
}
