namespace Divoc.Functions.Domain;

/// <summary>
/// Unique vaccination certificate identifiers of the EU (eHealth Network, volume 2, version 1; option 3 of its structure: one opaque
/// string).
/// </summary>
public static class Uvci
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:";

    /// <summary>
    /// The identifier of a certificate: <c>URN:UVCI:01:{country}:{id}#{check character}</c>, in upper case, which keeps the ids of this
    /// service unique.
    /// </summary>
    /// <param name="country">The issuing country, two letters.</param>
    /// <param name="certificateId">The certificate, letters and digits.</param>
    public static string Of(string country, string certificateId)
    {
        var text = $"URN:UVCI:01:{country}:{certificateId.ToUpperInvariant()}";
        return $"{text}#{CheckCharacterOf(text)}";
    }

    /// <summary>The check character of the text before the <c>#</c>: Luhn modulo 38, from the right, every other factor 2.</summary>
    /// <exception cref="ArgumentException">The text has a character that is not allowed.</exception>
    public static char CheckCharacterOf(string text)
    {
        var sum = 0;
        for (var index = text.Length - 1; index >= 0; index--)
        {
            var value = Alphabet.IndexOf(text[index], StringComparison.Ordinal);
            if (value < 0)
            {
                throw new ArgumentException("A UVCI has upper-case letters, digits, slashes and colons only.", nameof(text));
            }

            var product = value * ((text.Length - 1 - index) % 2 == 0 ? 2 : 1);
            sum += (product / Alphabet.Length) + (product % Alphabet.Length);
        }

        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length];
    }
}
