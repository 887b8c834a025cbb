using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Makes the IRI of the credential's subject from a person's identity (specification 02, section 4). The IRI must be absolute: a relative
/// one would not be covered by the signature.
/// </summary>
/// <param name="verificationMethod">Prefix of ids that are not IRIs.</param>
/// <param name="rejectedIdentities">Texts that are not accepted as identities.</param>
/// <param name="form">How an identity is written in the credential.</param>
/// <param name="salt">The secret of hashed ids.</param>
public sealed class SubjectId(
    string verificationMethod, Regex rejectedIdentities, SubjectIdForm form = SubjectIdForm.AsGiven, string salt = "")
{
    /// <summary>The prefix of a hash.</summary>
    internal const string HashMark = "sha256";

    /// <summary>The prefix of the visible characters of an identity.</summary>
    internal const string Mask = "XXXX";

    private const int Shown = 4;

    /// <summary>Words of an identity that name a kind of document (specification 03, section 4).</summary>
    private static readonly string[] Documents = ["aadhaar", "Driving", "MNREGA", "PAN", "Passbooks", "Passport", "Pension", "Voter"];

    private const string Delimiters = ":/#?=&";

    // The schemes that a WHATWG URL parser calls special: they need a host.
    private static readonly string[] SpecialSchemes = ["http", "https", "ws", "wss", "ftp"];

    /// <summary>The subject's IRI.</summary>
    /// <param name="identity">What the caller gave; may be empty.</param>
    /// <param name="preEnrollmentCode">The person's code, which is used if there is no identity.</param>
    public string Of(string identity, string preEnrollmentCode)
    {
        var isUrl = IsAbsoluteUrl(identity.Trim());
        var usable = isUrl || (identity.Length > 0 && !rejectedIdentities.IsMatch(identity.ToUpperInvariant()));
        var name = usable ? identity : preEnrollmentCode;
        var given = EscapeForIri(isUrl ? identity.Trim() : $"{verificationMethod}:{name}");

        // The credential contains the code anyway, so hiding it here would be useless.
        if (!usable)
        {
            return given;
        }

        return form switch
        {
            SubjectIdForm.Masked => Masked(isUrl ? given : identity),
            SubjectIdForm.Hashed => Hashed(given),
            _ => given,
        };
    }

    /// <summary>
    /// Shows only the kind of document and the last characters of the identity, at most half of it. A number that is not at the end is
    /// hidden completely.
    /// </summary>
    private string Masked(string identity)
    {
        var parts = Uri.UnescapeDataString(identity).Split([.. Delimiters], StringSplitOptions.RemoveEmptyEntries);
        var characters = parts.LastOrDefault("").Where(char.IsLetterOrDigit).ToArray();
        var document = Array.Find(Documents, word => identity.Contains(word, StringComparison.Ordinal));
        var masked = Mask + new string(characters[^Math.Min(Shown, characters.Length / 2)..]);
        return EscapeForIri(document is null ? $"{verificationMethod}:{masked}" : $"{verificationMethod}:{document}:{masked}");
    }

    /// <summary>RFC 2104 with SHA-256: without the secret, a short identity can't be found by trying all.</summary>
    private string Hashed(string given)
    {
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes(given));
        return $"{EscapeForIri(verificationMethod)}:{HashMark}:{Base64Url.EncodeToString(hash)}";
    }

    /// <summary>Whether a WHATWG URL parser accepts the text without a base: it has a scheme and, for schemes of the web, a host.</summary>
    internal static bool IsAbsoluteUrl(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(text[0]))
        {
            return false;
        }

        var scheme = text[..colon];
        if (!scheme.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-' or '.'))
        {
            return false;
        }

        return !SpecialSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase)
            || Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0;
    }

    /// <summary>
    /// Percent-encodes what an IRI must not contain (RFC 3987 section 2.2): blanks, controls, delimiters of other notations, a second
    /// <c>#</c>, a <c>%</c> that begins no escape.
    /// </summary>
    internal static string EscapeForIri(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var fragment = false;
        for (var position = 0; position < text.Length; position++)
        {
            var character = text[position];
            var allowed = character switch
            {
                <= ' ' or '<' or '>' or '"' or '{' or '}' or '|' or '\\' or '^' or '`' => false,
                >= '\u007f' and <= '\u009f' => false,
                '#' => !fragment,
                '%' => BeginsEscape(text, position),
                _ => true,
            };
            fragment |= character == '#';
            Append(escaped, character, allowed);
        }

        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, char character, bool allowed)
    {
        if (allowed)
        {
            escaped.Append(character);
            return;
        }

        Span<byte> bytes = stackalloc byte[2];
        var length = Encoding.UTF8.GetBytes([character], bytes);
        foreach (var part in bytes[..length])
        {
            escaped.Append(CultureInfo.InvariantCulture, $"%{part:X2}");
        }
    }

    private static bool BeginsEscape(string text, int position)
    {
        return position + 2 < text.Length && char.IsAsciiHexDigit(text[position + 1]) && char.IsAsciiHexDigit(text[position + 2]);
    }
}
