using System.Numerics;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>Writes Base58 with Bitcoin's alphabet (draft-msporny-base58), which the program only reads.</summary>
internal static class Base58Text
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new Stack<char>();
        while (!value.IsZero)
        {
            value = BigInteger.DivRem(value, Alphabet.Length, out var digit);
            text.Push(Alphabet[(int)digit]);
        }

        var zeros = bytes.IndexOfAnyExcept((byte)0);
        return new string(Alphabet[0], zeros < 0 ? bytes.Length : zeros) + string.Concat(text);
    }
}
