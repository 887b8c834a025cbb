using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// The lines of a QR code's image, compressed (RFC 1950 and 1951): four pixels for each module from left to right, quiet zone included. No
/// search for matches is needed: a row of modules is one line of pixels and some repetitions, and there are only four different bytes, so
/// that one Huffman code works for all symbols of a version.
/// </summary>
internal static class QrImageData
{
    /// <summary>Pixels for each module, from left to right: two modules make one byte.</summary>
    public const int PixelsPerModule = 4;

    /// <summary>
    /// Lines for each module in a PDF. PDF viewers shrink an image by whole lines. Of 80 pages at 100 dots per inch (poppler, zbar), 72
    /// were read with this number, 59 with four lines, 66 with modules drawn as rectangles; at 150 dots, all were read in each way.
    /// </summary>
    public const int LinesPerModuleOnPaper = 7;

    private const int LongestMatch = 258;
    private const int EndOfBlock = 256;
    private const int AdlerModulus = 65_521;
    private const int PairsAGroup = 4;
    private const int PairsAWord = QrLines.WordLength / 2;

    /// <summary>Enough for everything except the lines, at the beginning and at the end.</summary>
    private const int Frame = 128;

    // Literals of two modules, the left one in the lower bit: light and light, dark and light, light and dark, dark and dark. Huffman codes
    // begin with their highest bit, so they are written reversed here.
    private static readonly byte[] PairValues = [0xFF, 0x0F, 0xF0, 0x00];
    private static readonly (uint Bits, int Length)[] PairCodes = [(0b01, 2), (0b10, 2), (0b011, 3), (0b00, 2)];
    private static readonly (uint Bits, int Length) EndCode = (0b0111, 4);
    private static readonly (uint Bits, int Length) MatchCode = (0b1111, 4);

    private static readonly Group[] Groups = [.. Enumerable.Range(0, 256).Select(modules => GroupOf(modules, PairsAGroup))];
    private static readonly Group[] Pairs = [.. Enumerable.Range(0, 4).Select(modules => GroupOf(modules, 1))];

    /// <summary>Pixels from left to right.</summary>
    public static int SideOf(QrSymbol symbol) => (symbol.Size + (2 * QrSymbol.QuietZone)) * PixelsPerModule;

    /// <summary>Lines of pixels.</summary>
    public static int LinesOf(QrSymbol symbol, int linesPerModule) => (symbol.Size + (2 * QrSymbol.QuietZone)) * linesPerModule;

    /// <summary>An upper limit for the data of a symbol: three bits for each literal, and the matches.</summary>
    public static int MostBytes(QrSymbol symbol) => Frame + ((symbol.Size + (2 * QrSymbol.QuietZone)) * ((PairsOf(symbol) / 2) + 8));

    /// <summary>Writes the data.</summary>
    /// <param name="symbol">The code.</param>
    /// <param name="target">The target, with a length of <see cref="MostBytes"/>.</param>
    /// <param name="linesPerModule">Lines for each module.</param>
    /// <returns>The number of written bytes.</returns>
    public static int Write(QrSymbol symbol, Span<byte> target, int linesPerModule = PixelsPerModule)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, 0x7801);
        var bits = new BitWriter(target[2..]);
        // A line begins with the number of its filter, 0.
        var stride = 1 + PairsOf(symbol);
        var repeated = (linesPerModule - 1) * stride;
        var matches = MatchesFor(repeated);
        WriteHeader(ref bits, repeated / matches, stride);
        var (match, matchBits) = MatchOf(repeated / matches, stride);
        var sums = new Adler(stride);
        Span<ulong> row = stackalloc ulong[QrLines.Words];
        for (var y = -QrSymbol.QuietZone; y < symbol.Size + QrSymbol.QuietZone; y++)
        {
            Widen(y >= 0 && y < symbol.Size ? symbol.Row(y) : default, row);
            WriteLine(ref bits, row, PairsOf(symbol), linesPerModule, ref sums);
            for (var count = 0; count < matches; count++)
            {
                bits.Append(match, matchBits);
            }
        }

        bits.Append(EndCode.Bits, EndCode.Length);
        var end = 2 + bits.Finish();
        BinaryPrimitives.WriteUInt32BigEndian(target[end..], sums.Value);
        return end + sizeof(uint);
    }

    /// <summary>How many matches of one length repeat this number of bytes.</summary>
    private static int MatchesFor(int repeated)
    {
        var matches = (repeated + LongestMatch - 1) / LongestMatch;
        while (repeated % matches != 0)
        {
            matches++;
        }

        return matches;
    }

    /// <summary>Bytes of a line: the last module, a light one of the quiet zone, is alone in its byte.</summary>
    private static int PairsOf(QrSymbol symbol) => (symbol.Size + (2 * QrSymbol.QuietZone) + 1) / 2;

    /// <summary>A row with the quiet zone before it; the one after it is already there.</summary>
    private static void Widen(ReadOnlySpan<ulong> row, Span<ulong> widened)
    {
        if (row.IsEmpty)
        {
            widened.Clear();
            return;
        }

        const int rest = QrLines.WordLength - QrSymbol.QuietZone;
        widened[0] = row[0] << QrSymbol.QuietZone;
        widened[1] = (row[1] << QrSymbol.QuietZone) | (row[0] >> rest);
        widened[2] = (row[2] << QrSymbol.QuietZone) | (row[1] >> rest);
    }

    private static void WriteLine(ref BitWriter bits, scoped ReadOnlySpan<ulong> row, int pairs, int lines, ref Adler sums)
    {
        // A copy, which stays in registers.
        var own = bits;
        // The filter, whose value is that of two dark modules.
        own.Append(PairCodes[3].Bits, PairCodes[3].Length);
        var (sum, weighted) = (0, 0);
        var place = pairs;
        for (; place >= 2 * PairsAGroup; place -= 2 * PairsAGroup)
        {
            var modules = ModulesFrom(row, pairs - place);
            ref readonly var group = ref Groups[(byte)modules];
            ref readonly var next = ref Groups[(byte)(modules >> (2 * PairsAGroup))];
            own.Append(group.Bits | (next.Bits << group.Length), group.Length + next.Length);
            sum += group.Sum + next.Sum;
            weighted += (place * group.Sum) - group.Weighted + ((place - PairsAGroup) * next.Sum) - next.Weighted;
        }

        for (; place >= PairsAGroup; place -= PairsAGroup)
        {
            ref readonly var group = ref Groups[(byte)ModulesFrom(row, pairs - place)];
            own.Append(group.Bits, group.Length);
            sum += group.Sum;
            weighted += (place * group.Sum) - group.Weighted;
        }

        for (; place > 0; place--)
        {
            ref readonly var group = ref Pairs[ModulesFrom(row, pairs - place) & 3];
            own.Append(group.Bits, group.Length);
            sum += group.Sum;
            weighted += place * group.Sum;
        }

        bits = own;
        sums.Add(sum, weighted, lines);
    }

    private static ulong ModulesFrom(ReadOnlySpan<ulong> row, int pair) => row[pair / PairsAWord] >> (pair % PairsAWord * 2);

    /// <summary>Repeats bytes of the line before (RFC 1951 section 3.2.5).</summary>
    private static (uint Bits, int Length) MatchOf(int length, int stride)
    {
        var (_, lengthExtra, lengthBits) = LengthSymbol(length);
        var (_, distanceExtra, distanceBits) = DistanceSymbol(stride);
        // There is one distance symbol: one bit, 0.
        var distanceStart = MatchCode.Length + lengthBits + 1;
        return (
            MatchCode.Bits | ((uint)lengthExtra << MatchCode.Length) | ((uint)distanceExtra << distanceStart),
            distanceStart + distanceBits);
    }

    private static (int Symbol, int Extra, int Bits) LengthSymbol(int length)
    {
        if (length == LongestMatch)
        {
            return (285, 0, 0);
        }

        var bits = BitOperations.Log2((uint)(length - 3)) - 2;
        return (257 + (4 * (bits + 1)) + (((length - 3) >> bits) & 3), (length - 3) & ((1 << bits) - 1), bits);
    }

    private static (int Symbol, int Extra, int Bits) DistanceSymbol(int distance)
    {
        var bits = BitOperations.Log2((uint)(distance - 1)) - 1;
        return ((2 * (bits + 1)) + (((distance - 1) >> bits) & 1), (distance - 1) & ((1 << bits) - 1), bits);
    }

    /// <summary>
    /// The lengths of all codes (RFC 1951 section 3.2.7). 0x00, 0x0F and 0xFF have two bits, 0xF0 three, the end and the match four; these
    /// lengths and the runs of zeros between them are encoded too.
    /// </summary>
    private static void WriteHeader(ref BitWriter bits, int match, int stride)
    {
        var (lengthSymbol, distanceSymbol) = (LengthSymbol(match).Symbol, DistanceSymbol(stride).Symbol);
        // The last block, with its own codes; then the number of lengths for literals, for distances and, minus four, for the codes of
        // lengths.
        bits.Append(0b101, 3);
        bits.Append((uint)(lengthSymbol - 256), 5);
        bits.Append((uint)distanceSymbol, 5);
        bits.Append(14, 4);
        // In the order 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1.
        foreach (var length in (ReadOnlySpan<byte>)[0, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 3, 0, 2, 0, 3])
        {
            bits.Append(length, 3);
        }

        AppendLength(ref bits, 2);
        AppendZeros(ref bits, 0x0F - 0x00 - 1);
        AppendLength(ref bits, 2);
        AppendZeros(ref bits, 0xF0 - 0x0F - 1);
        AppendLength(ref bits, 3);
        AppendZeros(ref bits, 0xFF - 0xF0 - 1);
        AppendLength(ref bits, 2);
        AppendLength(ref bits, 4);
        AppendZeros(ref bits, lengthSymbol - EndOfBlock - 1);
        AppendLength(ref bits, 4);
        AppendZeros(ref bits, distanceSymbol);
        AppendLength(ref bits, 1);
    }

    private static void AppendLength(ref BitWriter bits, int length)
    {
        var (code, count) = length switch
        {
            1 => (0b001u, 3),
            2 => (0b00u, 2),
            3 => (0b101u, 3),
            _ => (0b011u, 3),
        };
        bits.Append(code, count);
    }

    /// <summary>Three zeros or more.</summary>
    private static void AppendZeros(ref BitWriter bits, int count)
    {
        for (; count > 10; count -= Math.Min(count, 138))
        {
            bits.Append(0b10, 2);
            bits.Append((uint)Math.Min(count, 138) - 11, 7);
        }

        if (count > 0)
        {
            bits.Append(0b111, 3);
            bits.Append((uint)count - 3, 3);
        }
    }

    private static Group GroupOf(int modules, int pairs)
    {
        var group = default(Group);
        for (var pair = 0; pair < pairs; pair++)
        {
            var own = (modules >> (2 * pair)) & 3;
            group = new(
                group.Bits | (PairCodes[own].Bits << group.Length),
                group.Length + PairCodes[own].Length,
                group.Sum + PairValues[own],
                group.Weighted + (pair * PairValues[own]));
        }

        return group;
    }

    /// <summary>Consecutive bytes of a line.</summary>
    /// <param name="Bits">Their codes.</param>
    /// <param name="Length">The number of these bits.</param>
    /// <param name="Sum">The sum of the bytes.</param>
    /// <param name="Weighted">The same, with each byte multiplied by its position.</param>
    private readonly record struct Group(uint Bits, int Length, int Sum, int Weighted);

    /// <summary>
    /// The checksum of all lines (RFC 1950 section 8.2): the sum of the bytes, and the sum of that sum after each byte. Repeated lines need
    /// no second calculation.
    /// </summary>
    private struct Adler(int stride)
    {
        private uint sum = 1;
        private uint sumOfSums;

        public readonly uint Value => (sumOfSums << 16) | sum;

        /// <summary>Adds a line several times.</summary>
        /// <param name="own">The sum of the line's bytes.</param>
        /// <param name="weighted">The same, with each byte multiplied by the number of bytes from it to the end of the line.</param>
        /// <param name="times">How often.</param>
        public void Add(int own, int weighted, int times)
        {
            for (var line = 0; line < times; line++)
            {
                sumOfSums += ((uint)stride * sum) + (uint)weighted;
                sum += (uint)own;
            }

            sum %= AdlerModulus;
            sumOfSums %= AdlerModulus;
        }
    }

    /// <summary>Writes bits, the lowest first.</summary>
    private ref struct BitWriter(Span<byte> target)
    {
        private readonly Span<byte> target = target;
        private ulong waiting;
        private int count;
        private int written;

        /// <summary>
        /// Appends at most 32 bits. Whole bytes are always written at once, even if there are none: a condition would be mispredicted too
        /// often.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Append(uint bits, int length)
        {
            waiting |= (ulong)bits << count;
            count += length;
            BinaryPrimitives.WriteUInt64LittleEndian(target[written..], waiting);
            written += count / 8;
            waiting >>= count & ~7;
            count %= 8;
        }

        /// <summary>Writes the pending bits, and returns the number of bytes.</summary>
        public readonly int Finish()
        {
            target[written] = (byte)waiting;
            return written + ((count + 7) / 8);
        }
    }
}
