using System.Buffers;
using System.Numerics;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>Base58 with Bitcoin's alphabet, as keys and multibase values are written (draft-msporny-base58).</summary>
public static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int MaximumLength = 1024;

    /// <summary>Writes bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
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

    /// <summary>Reads bytes.</summary>
    /// <exception cref="LinkedDataException"><see cref="LinkedDataError.InvalidProof"/>: another character, or more than 1024 of them.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        if (text.Length > MaximumLength || text.ContainsAnyExcept(Characters))
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "", "a value is no base58, or too long");
        }

        var value = BigInteger.Zero;
        foreach (var character in text)
        {
            value = (value * Alphabet.Length) + Alphabet.IndexOf(character, StringComparison.Ordinal);
        }

        var zeros = text.IndexOfAnyExcept(Alphabet[0]);
        var digits = value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[zeros < 0 ? text.Length : zeros], .. digits];
    }

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);
}
