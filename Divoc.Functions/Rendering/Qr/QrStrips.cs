using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// Places many bits of the codewords at once, with the processor's instructions that deposit and extract bits by a mask. The modules of a
/// strip of two columns, row by row, are a line of bits: two for each row. In strips that go upwards, the last bit is the lowest, so the
/// codewords are read backwards there.
/// </summary>
internal sealed class QrStrips
{
    private const int RowsAWord = QrLines.WordLength / 2;
    private const ulong Even = 0x5555_5555_5555_5555;

    // Reads may go up to eight bytes beyond the last bit.
    private const int Slack = 16;

    private readonly int side;
    private readonly int words;
    // Strip by strip, 1 for the data modules.
    private readonly ulong[] masks;
    // The number of bits in all strips before each one; one more entry at the end.
    private readonly int[] starts;

    public QrStrips(QrLayout layout)
    {
        side = layout.Side;
        words = (side + RowsAWord - 1) / RowsAWord;
        masks = new ulong[side / 2 * words];
        starts = new int[(side / 2) + 1];
        for (var strip = 0; strip < side / 2; strip++)
        {
            var own = masks.AsSpan(strip * words, words);
            SetMask(layout, strip, own);
            starts[strip + 1] = starts[strip];
            foreach (var mask in own)
            {
                starts[strip + 1] += BitOperations.PopCount(mask);
            }
        }
    }

    public static bool IsSupported => Bmi2.X64.IsSupported;

    /// <summary>Draws the bits. Some versions have up to seven more modules, which stay light.</summary>
    /// <param name="codewords">All of the symbol.</param>
    /// <param name="columns">The target, in which all data modules are light.</param>
    public void Place(ReadOnlySpan<byte> codewords, Span<ulong> columns)
    {
        // One byte more than there are codewords, for the modules that stay light.
        var length = codewords.Length + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(2 * (length + Slack));
        var forwards = buffer.AsSpan(0, length + Slack);
        var backwards = buffer.AsSpan(length + Slack, length + Slack);
        codewords.CopyTo(forwards);
        forwards[codewords.Length] = 0;
        forwards[..length].CopyTo(backwards);
        backwards[..length].Reverse();
        ReverseBits(forwards);
        for (var strip = 0; strip < side / 2; strip++)
        {
            if (QrLayout.IsUpwards(strip))
            {
                Place(strip, backwards, (8 * length) - starts[strip + 1], columns);
            }
            else
            {
                Place(strip, forwards, starts[strip], columns);
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static void SetMask(QrLayout layout, int strip, Span<ulong> mask)
    {
        var right = QrLayout.RightColumnOf(strip, layout.Side);
        for (var row = 0; row < layout.Side; row++)
        {
            var (evenColumn, oddColumn) = QrLayout.IsUpwards(strip) ? (right - 1, right) : (right, right - 1);
            mask[row / RowsAWord] |= (layout.IsFree(row, evenColumn) ? 1UL : 0) << (row % RowsAWord * 2);
            mask[row / RowsAWord] |= (layout.IsFree(row, oddColumn) ? 2UL : 0) << (row % RowsAWord * 2);
        }
    }

    private void Place(int strip, ReadOnlySpan<byte> bits, int start, Span<ulong> columns)
    {
        var right = QrLayout.RightColumnOf(strip, side);
        var (evenColumn, oddColumn) = QrLayout.IsUpwards(strip) ? (right - 1, right) : (right, right - 1);
        var even = columns.Slice(evenColumn * QrLines.Words, QrLines.Words);
        var odd = columns.Slice(oddColumn * QrLines.Words, QrLines.Words);
        var own = masks.AsSpan(strip * words, words);
        for (var word = 0; word < own.Length; word++)
        {
            var modules = Bmi2.X64.ParallelBitDeposit(Read(bits, start), own[word]);
            even[word / 2] |= Bmi2.X64.ParallelBitExtract(modules, Even) << (word % 2 * RowsAWord);
            odd[word / 2] |= Bmi2.X64.ParallelBitExtract(modules, ~Even) << (word % 2 * RowsAWord);
            start += BitOperations.PopCount(own[word]);
        }
    }

    /// <summary>The next 64 bits, the first one lowest.</summary>
    private static ulong Read(ReadOnlySpan<byte> bits, int start)
    {
        var bytes = bits.Slice(start / 8, 9);
        var low = BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> (start % 8);
        // In two steps, because a shift by 64 would be a shift by 0.
        return low | ((ulong)bytes[8] << 1 << (63 - (start % 8)));
    }

    /// <summary>Reverses the bits of each byte: the highest bit of a codeword is placed first.</summary>
    private static void ReverseBits(Span<byte> bytes)
    {
        for (var rest = bytes; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            var value = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            value = ((value & Even) << 1) | ((value >> 1) & Even);
            value = ((value & 0x3333_3333_3333_3333) << 2) | ((value >> 2) & 0x3333_3333_3333_3333);
            value = ((value & 0x0F0F_0F0F_0F0F_0F0F) << 4) | ((value >> 4) & 0x0F0F_0F0F_0F0F_0F0F);
            BinaryPrimitives.WriteUInt64LittleEndian(rest, value);
        }
    }
}
