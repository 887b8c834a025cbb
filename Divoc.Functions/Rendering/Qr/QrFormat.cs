using System.Numerics;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>The fifteen bits that tell a reader the level of error correction and the mask, written twice (ISO/IEC 18004 section 7.9).</summary>
internal static class QrFormat
{
    private const int Length = 15;
    private const int Generator = 0b101_0011_0111;
    private const int Mask = 0b101_0100_0001_0010;

    /// <summary>Draws the bits.</summary>
    /// <param name="modules">Row by row, 1 for dark.</param>
    /// <param name="side">Modules a side.</param>
    /// <param name="level">Level of error correction.</param>
    /// <param name="mask">Number of the mask.</param>
    public static void Draw(Span<byte> modules, int side, QrErrorCorrection level, int mask)
    {
        var bits = WithRemainder((Indicator(level) << 3) | mask, Generator) ^ Mask;
        foreach (var (first, second) in Places(side))
        {
            var module = (byte)(bits & 1);
            modules[(first.Row * side) + first.Column] = module;
            modules[(second.Row * side) + second.Column] = module;
            bits >>= 1;
        }
    }

    /// <summary>Where each bit stands, from the lowest: once around the finder at the upper left, and once beside the two others.</summary>
    public static IEnumerable<((int Row, int Column) First, (int Row, int Column) Second)> Places(int side)
    {
        for (var bit = 0; bit < Length; bit++)
        {
            // Down the column, then leftwards along the row; the timing pattern is stepped over.
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

    /// <summary>A number followed by what is left of it when it is divided by a polynomial of bits: a BCH code (annexes C and D).</summary>
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

    /// <summary>Table 12. The order is the standard's, not that of the levels.</summary>
    private static int Indicator(QrErrorCorrection level) => level switch
    {
        QrErrorCorrection.L => 0b01,
        QrErrorCorrection.M => 0b00,
        QrErrorCorrection.Q => 0b11,
        _ => 0b10,
    };
}
