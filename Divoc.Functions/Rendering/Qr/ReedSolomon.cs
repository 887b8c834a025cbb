using System.Collections.Concurrent;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// Error correction codewords of one length: what is left when the data, followed by as many zeros, is divided by the product of (x − 2^i), in the field of 256
/// elements modulo x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC 18004 section 7.5.2 and annex A).
/// </summary>
internal sealed class ReedSolomon
{
    private const int FieldPolynomial = 0b1_0001_1101;

    private static readonly ConcurrentDictionary<int, ReedSolomon> Instances = [];

    private readonly int length;
    // The generator polynomial without its leading 1, times each of the 256 elements: one row an element, highest power first.
    private readonly byte[] multiples;

    private ReedSolomon(int length)
    {
        this.length = length;
        var generator = Generator(length);
        multiples = new byte[256 * length];
        for (var factor = 0; factor < 256; factor++)
        {
            for (var index = 0; index < length; index++)
            {
                multiples[(factor * length) + index] = Multiply(generator[index], factor);
            }
        }
    }

    /// <summary>The one for a number of codewords. Made at first use, then kept: there are thirteen.</summary>
    public static ReedSolomon Of(int length) => Instances.GetOrAdd(length, static wanted => new ReedSolomon(wanted));

    /// <summary>Computes the codewords of a block.</summary>
    /// <param name="data">The block's data.</param>
    /// <param name="check">Where they go.</param>
    public void Check(ReadOnlySpan<byte> data, Span<byte> check)
    {
        check.Clear();
        foreach (var value in data)
        {
            var multiple = multiples.AsSpan((value ^ check[0]) * length, length);
            check[1..].CopyTo(check);
            check[^1] = 0;
            for (var index = 0; index < multiple.Length; index++)
            {
                check[index] ^= multiple[index];
            }
        }
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
