using System.Buffers;
using System.Numerics;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>Base58 with Bitcoin's alphabet, for keys and multibase values (draft-msporny-base58).</summary>
public static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int MaximumLength = 1024;

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>Reads bytes.</summary>
    /// <exception cref="LinkedDataException">
    /// <see cref="LinkedDataError.InvalidProof"/>: an invalid character, or more than 1024 characters.
    /// </exception>
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
}
