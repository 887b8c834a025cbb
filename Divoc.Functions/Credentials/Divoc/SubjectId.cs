using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Divoc.Functions.Credentials.Divoc;

/// <summary>
/// The rule by which a person's identity becomes the IRI of the credential's subject (specification 02, section 4). The IRI must be
/// absolute: of a relative one the signature would bind nothing.
/// </summary>
public sealed class SubjectId(string verificationMethod, Regex rejectedIdentities)
{
    // The schemes that a WHATWG URL parser calls special: they need a host.
    private static readonly string[] SpecialSchemes = ["http", "https", "ws", "wss", "ftp"];

    /// <summary>The subject's IRI.</summary>
    /// <param name="identity">What the caller gave; may be empty.</param>
    /// <param name="preEnrollmentCode">The person's code, which stands in where there is no identity.</param>
    public string Of(string identity, string preEnrollmentCode)
    {
        if (IsAbsoluteUrl(identity.Trim()))
        {
            return EscapeForIri(identity.Trim());
        }

        var usable = identity.Length > 0 && !rejectedIdentities.IsMatch(identity.ToUpperInvariant());
        return EscapeForIri($"{verificationMethod}:{(usable ? identity : preEnrollmentCode)}");
    }

    /// <summary>Whether a WHATWG URL parser takes the text without a base: a scheme and, for the schemes of the web, a host.</summary>
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

    /// <summary>Percent-encodes what an IRI must not hold (RFC 3987 section 2.2): blanks, controls, delimiters of other notations, a second <c>#</c>, a <c>%</c> that begins no escape.</summary>
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
