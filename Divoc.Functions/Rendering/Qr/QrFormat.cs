using System.Numerics;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// The fifteen bits with the level of error correction and the mask, written twice (ISO/IEC 18004 section 7.9), as words of a version's
/// columns for each level and mask.
/// </summary>
internal sealed class QrFormat
{
    private const int Length = 15;
    private const int Generator = 0b101_0011_0111;
    private const int Mask = 0b101_0100_0001_0010;

    // The words of the columns with modules of the format, and for each level the values of these words, one for each mask.
    private readonly int[] indexes;
    private readonly ulong[][] words;

    /// <summary>Prepares the bits of all levels and masks.</summary>
    /// <param name="side">Modules per side.</param>
    public QrFormat(int side)
    {
        indexes = [.. Places(side).SelectMany(place => new[] { IndexOf(place.First), IndexOf(place.Second) }).Distinct()];
        words = [.. Enum.GetValues<QrErrorCorrection>().Select(level => WordsOf(level, side))];
    }

    /// <summary>Draws the bits of one mask for each lane.</summary>
    /// <param name="level">Level of error correction.</param>
    /// <param name="firstMask">The first mask.</param>
    /// <param name="columns">The target, in which all modules of the format are light.</param>
    public void Draw<T>(QrErrorCorrection level, int firstMask, Span<T> columns)
        where T : struct, IQrLanes<T>
    {
        var own = words[(int)level];
        for (var index = 0; index < indexes.Length; index++)
        {
            columns[indexes[index]] |= T.Load(own.AsSpan((index * QrMasks.Count) + firstMask));
        }
    }

    /// <summary>
    /// The position of each bit, from the lowest: once around the finder at the upper left, and once beside the two others.
    /// </summary>
    public static IEnumerable<((int Row, int Column) First, (int Row, int Column) Second)> Places(int side)
    {
        for (var bit = 0; bit < Length; bit++)
        {
            // Down the column, then to the left along the row; the timing pattern is skipped.
            (int Row, int Column) first = bit switch
            {
                < 6 => (bit, 8),
                < 8 => (bit + 1, 8),
                8 => (8, 7),
                _ => (8, Length - 1 - bit),
            };
            (int Row, int Column) second = bit < 8 ? (8, side - 1 - bit) : (side - Length + bit, 8);
            yield return (first, second);
        }
    }

    /// <summary>A number followed by the remainder of its division by a polynomial of bits: a BCH code (annexes C and D).</summary>
    public static int WithRemainder(int number, int generator)
    {
        var length = BitOperations.Log2((uint)generator);
        var remainder = number << length;
        while (remainder >> length != 0)
        {
            remainder ^= generator << (BitOperations.Log2((uint)remainder) - length);
        }

        return (number << length) | remainder;
    }

    private static int IndexOf((int Row, int Column) place) => (place.Column * QrLines.Words) + (place.Row / QrLines.WordLength);

    private ulong[] WordsOf(QrErrorCorrection level, int side)
    {
        var own = new ulong[indexes.Length * QrMasks.Count];
        for (var mask = 0; mask < QrMasks.Count; mask++)
        {
            var bits = (uint)(WithRemainder((Indicator(level) << 3) | mask, Generator) ^ Mask);
            foreach (var (first, second) in Places(side))
            {
                own[(Array.IndexOf(indexes, IndexOf(first)) * QrMasks.Count) + mask] |=
                    (ulong)(bits & 1) << (first.Row % QrLines.WordLength);
                own[(Array.IndexOf(indexes, IndexOf(second)) * QrMasks.Count) + mask] |=
                    (ulong)(bits & 1) << (second.Row % QrLines.WordLength);
                bits >>= 1;
            }
        }

        return own;
    }

    /// <summary>Table 12. The order is the standard's, not the order of the levels.</summary>
    private static int Indicator(QrErrorCorrection level) => level switch
    {
        QrErrorCorrection.L => 0b01,
        QrErrorCorrection.M => 0b00,
        QrErrorCorrection.Q => 0b11,
        _ => 0b10,
    };
}
