using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// Converts between a JWS and its carrier: the text <c>shc:/…</c> of a QR code (SMART Health Cards Framework 1.4.0, Encoding QRs), with two
/// digits for each character, or a file <c>{"verifiableCredential": ["…"]}</c>. Earlier versions spread long cards over several codes,
/// <c>shc:/1/3/…</c>: those are read if all parts are sent, one in each line.
/// </summary>
internal static class CardText
{
    /// <summary>The code of a text that is one part of several.</summary>
    public const string PartsMissing = "PARTS_MISSING";

    /// <summary>The code of a file with several cards.</summary>
    public const string Several = "SEVERAL_CERTIFICATES";

    /// <summary>The beginning of each text.</summary>
    public const string Prefix = "shc:/";

    private const int SmallestCharacter = '-';
    private const int LargestPair = 'z' - SmallestCharacter;
    private const int MostParts = 64;

    /// <summary>The maximum length of all texts of a card, with the characters before the digits of each.</summary>
    private const int LongestTexts = (2 * CardJws.LongestText) + (MostParts * 16);

    private const string FileMember = "verifiableCredential";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>The digits of a JWS.</summary>
    public static string DigitsOf(string jws)
    {
        return string.Create(jws.Length * 2, jws, static (digits, text) =>
        {
            for (var index = 0; index < text.Length; index++)
            {
                var pair = text[index] - SmallestCharacter;
                digits[index * 2] = (char)('0' + (pair / 10));
                digits[(index * 2) + 1] = (char)('0' + (pair % 10));
            }
        });
    }

    /// <summary>The file of a JWS.</summary>
    public static byte[] FileOf(string jws) => Encoding.ASCII.GetBytes($$"""{"verifiableCredential":["{{jws}}"]}""");

    /// <summary>The JWS in a file of this service.</summary>
    public static string OfFile(ReadOnlySpan<byte> file)
    {
        using var document = JsonDocument.Parse(file.ToArray());
        return document.RootElement.GetProperty(FileMember)[0].GetString()!;
    }

    /// <summary>Whether a payload looks like a card. Reads only its beginning; a JWS may be something else.</summary>
    public static Likeness Recognize(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith("shc:/"u8) || IsFile(payload))
        {
            return Likeness.Yes;
        }

        return CardJws.IsOne(WithoutEnd(payload)) ? Likeness.Perhaps : Likeness.No;
    }

    /// <summary>The JWS in a payload; null if it is damaged.</summary>
    /// <exception cref="PayloadException">Parts are missing, or there are several cards.</exception>
    public static byte[]? Read(ReadOnlySpan<byte> payload)
    {
        if (IsFile(payload))
        {
            return ReadFile(payload);
        }

        var text = WithoutEnd(payload);
        if (!text.StartsWith("shc:/"u8))
        {
            return text.ToArray();
        }

        return text.Length <= LongestTexts
            ? ReadLines([.. Encoding.ASCII.GetString(text).Split('\n', MostParts + 1).Select(line => line.TrimEnd('\r'))])
            : null;
    }

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> payload) => payload.TrimEnd("\r\n"u8);

    /// <summary>Whether the first member of a JSON object is the one of such a file.</summary>
    private static bool IsFile(ReadOnlySpan<byte> payload)
    {
        var text = payload.TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) && text[1..].TrimStart(" \t\r\n"u8).StartsWith("\"verifiableCredential\""u8);
    }

    private static byte[]? ReadFile(ReadOnlySpan<byte> payload)
    {
        using var input = JsonInput.Open(
            payload.ToArray(), new JsonBounds(VerificationLimits.PayloadBytes, VerificationLimits.Depth), new JsonProblems());
        if (input.Root?.Find(FileMember) is not { Value.ValueKind: JsonValueKind.Array } cards || cards.Value.GetArrayLength() == 0)
        {
            return null;
        }

        if (cards.Value.GetArrayLength() > 1)
        {
            throw new PayloadException(
                Several,
                "The file has several cards: send one card at a time. Each text in the file's list is one card.");
        }

        return cards.Value[0].ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(cards.Value[0].GetString()!) : null;
    }

    private static byte[]? ReadLines(List<string> lines)
    {
        var parts = lines.ConvertAll(PartOf);
        if (parts.Exists(part => part is null))
        {
            return null;
        }

        var first = parts[0]!;
        if (parts.Exists(part => part!.Count != first.Count) || parts.Select(part => part!.Number).Distinct().Count() != parts.Count)
        {
            throw new PayloadException(
                Several,
                "These are parts of several cards, or one part was sent twice: send each part of one card once.");
        }

        return parts.Count == first.Count
            ? Decode(string.Concat(parts.OrderBy(part => part!.Number).Select(part => part!.Digits)))
            : throw new PayloadException(
                PartsMissing,
                $"This card has {first.Count} QR codes, but {parts.Count} were sent: send the texts of all of them, one on each line.");
    }

    /// <summary>A part, or the whole as the only part; null if it is neither.</summary>
    private static Part? PartOf(string line)
    {
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var steps = line[Prefix.Length..].Split('/');
        if (steps.Length == 1)
        {
            return new Part(1, 1, steps[0]);
        }

        return steps.Length == 3 && NumberOf(steps[0]) is { } number && NumberOf(steps[1]) is { } count && number <= count
            ? new Part(number, count, steps[2])
            : null;
    }

    private static int? NumberOf(string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostParts
            ? number
            : null;
    }

    /// <summary>The characters of pairs of digits; null if a pair means no character.</summary>
    private static byte[]? Decode(string digits)
    {
        if (digits.Length % 2 != 0 || digits.Length > 2 * CardJws.LongestText || digits.AsSpan().ContainsAnyExcept(Digits))
        {
            return null;
        }

        var text = new byte[digits.Length / 2];
        for (var index = 0; index < text.Length; index++)
        {
            var pair = ((digits[index * 2] - '0') * 10) + digits[(index * 2) + 1] - '0';
            if (pair > LargestPair)
            {
                return null;
            }

            text[index] = (byte)(SmallestCharacter + pair);
        }

        return text;
    }

    private sealed record Part(int Number, int Count, string Digits);
}
