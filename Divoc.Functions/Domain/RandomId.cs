using System.Buffers;
using System.Security.Cryptography;

namespace Divoc.Functions.Domain;

/// <summary>
/// Ids that can't be guessed: 128 random bits as 26 characters of Crockford's base32 in lower case. They can be read aloud, typed and put
/// into a URL unchanged (no <c>i l o u</c>, no punctuation).
/// </summary>
public static class RandomId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    /// <summary>Characters of an id.</summary>
    public const int Length = 26;

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>A new id.</summary>
    public static string New()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Of(random);
    }

    /// <summary>128 bits in the form of an id.</summary>
    /// <param name="random">Sixteen bytes.</param>
    public static string Of(ReadOnlySpan<byte> random)
    {
        var bits = new UInt128(BitConverter.ToUInt64(random), BitConverter.ToUInt64(random[8..]));
        return string.Create(Length, bits, static (text, rest) =>
        {
            for (var position = text.Length - 1; position >= 0; position--)
            {
                text[position] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }

    /// <summary>Reads an id that somebody typed. Upper case counts as lower case, because no letter can be mistaken for another.</summary>
    /// <returns>The id in its stored form; null if the text can't be an id.</returns>
    public static string? Read(string? text)
    {
        var id = text?.Length == Length ? text.ToLowerInvariant() : null;
        return IsWellFormed(id) ? id : null;
    }

    /// <summary>Whether a text has the form of an id. A text without this form can't name anything that exists.</summary>
    public static bool IsWellFormed(string? text)
    {
        return text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Characters);
    }
}
