using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// Error correction codewords of one length: the remainder when the data, followed by as many zeros, are divided by the product of (x −
/// 2^i), in the field of 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC 18004 section 7.5.2 and annex A).
/// </summary>
internal sealed class ReedSolomon
{
    /// <summary>The maximum of error correction codewords in a block of any symbol.</summary>
    public const int MostLength = 32;

    private const int FieldPolynomial = 0b1_0001_1101;
    private const int Words = MostLength / sizeof(ulong);

    private static readonly ConcurrentDictionary<int, ReedSolomon> Instances = [];

    private readonly int length;
    // The generator polynomial without its leading 1, times each of the 256 elements: four words for each element, the highest power in the
    // lowest byte of the first.
    private readonly ulong[] multiples;

    private ReedSolomon(int length)
    {
        this.length = length;
        var generator = Generator(length);
        multiples = new ulong[256 * Words];
        for (var factor = 0; factor < 256; factor++)
        {
            for (var index = 0; index < length; index++)
            {
                multiples[(factor * Words) + (index / sizeof(ulong))] |= (ulong)Multiply(
                    generator[index], factor) << (8 * (index % sizeof(ulong)));
            }
        }
    }

    /// <summary>The instance for a number of codewords. Made at first use, then cached: there are thirteen.</summary>
    public static ReedSolomon Of(int length) => Instances.GetOrAdd(length, static wanted => new ReedSolomon(wanted));

    /// <summary>Computes the codewords of a block.</summary>
    /// <param name="data">The block's data.</param>
    /// <param name="check">The target; the bytes after the codewords up to <see cref="MostLength"/> are cleared.</param>
    public void Check(ReadOnlySpan<byte> data, Span<byte> check)
    {
        // The remainder so far, a byte for each codeword; each step removes the highest power and moves all others up by one.
        var (first, second, third, fourth) = (0UL, 0UL, 0UL, 0UL);
        foreach (var value in data)
        {
            var multiple = multiples.AsSpan((byte)(first ^ value) * Words, Words);
            first = ((first >> 8) | (second << 56)) ^ multiple[0];
            second = ((second >> 8) | (third << 56)) ^ multiple[1];
            third = ((third >> 8) | (fourth << 56)) ^ multiple[2];
            fourth = (fourth >> 8) ^ multiple[3];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(check, first);
        BinaryPrimitives.WriteUInt64LittleEndian(check[8..], second);
        BinaryPrimitives.WriteUInt64LittleEndian(check[16..], third);
        BinaryPrimitives.WriteUInt64LittleEndian(check[24..], fourth);
    }

    private static byte[] Generator(int length)
    {
        // Begins as 1; each step multiplies by x − root. Subtraction and addition are both XOR here.
        var coefficients = new byte[length];
        coefficients[^1] = 1;
        byte root = 1;
        for (var step = 0; step < length; step++)
        {
            for (var index = 0; index < length; index++)
            {
                var lower = index + 1 < length ? coefficients[index + 1] : 0;
                coefficients[index] = (byte)(Multiply(coefficients[index], root) ^ lower);
            }

            root = Multiply(root, 2);
        }

        return coefficients;
    }

    private static byte Multiply(int one, int other)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product <<= 1;
            product ^= (product >> 8) * FieldPolynomial;
            product ^= ((other >> bit) & 1) * one;
        }

        return (byte)product;
    }
}
