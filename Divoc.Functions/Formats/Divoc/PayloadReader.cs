using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Finds the credential in what a scanner or a person has: the text of a QR code as UTF-8, the bytes of a binary one, the ZIP file, or the
/// credential's JSON. The first byte shows which of them it is.
/// </summary>
internal static class PayloadReader
{
    private const string Hint = PayloadException.Hint;

    /// <summary>The credential as parsed JSON, an object. The caller disposes it.</summary>
    /// <exception cref="PayloadException">It is none of these, or exceeds a limit.</exception>
    public static JsonDocument Read(ReadOnlySpan<byte> payload)
    {
        if (IsArchive(payload))
        {
            return Parse(Unpack(payload));
        }

        return IsJson(payload) ? Parse(payload.ToArray()) : throw NotACertificate();
    }

    /// <summary>Whether JSON mentions one of some names. This searches the bytes, because malformed JSON must not be parsed.</summary>
    public static bool Mentions(JsonElement document, IEnumerable<string> names)
    {
        return names.Any(name => JsonMarshal.GetRawUtf8Value(document).IndexOf(Encoding.UTF8.GetBytes($"\"{name}\"")) >= 0);
    }

    /// <summary>The refusal of JSON that is no credential.</summary>
    public static PayloadException NoCredential() => new(
        PayloadException.NotACertificate,
        $"This is JSON, but not a certificate: it has no subject, evidence or proof. {Hint}");

    /// <summary>Editors write a byte order mark before a text, and forms add white space.</summary>
    private static ReadOnlySpan<byte> WithoutLead(ReadOnlySpan<byte> payload)
    {
        return JsonInput.WithoutByteOrderMark(payload).TrimStart(" \t\r\n"u8);
    }

    /// <summary>Whether a payload begins like an archive.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> payload) => WithoutLead(payload).StartsWith("PK"u8);

    /// <summary>Whether a payload begins like a JSON object.</summary>
    public static bool IsJson(ReadOnlySpan<byte> payload) => WithoutLead(payload).StartsWith("{"u8);

    private static byte[] Unpack(ReadOnlySpan<byte> content)
    {
        try
        {
            return QrPayload.Decode(content, VerificationLimits.PayloadBytes);
        }
        catch (InvalidDataException exception)
        {
            throw new PayloadException(PayloadException.NotACertificate, $"{exception.Message} {Hint}", exception);
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Length > VerificationLimits.CredentialBytes)
        {
            throw new PayloadException(
                PayloadException.TooLarge,
                $"The credential is too large: at most {VerificationLimits.CredentialBytes} bytes can be verified.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(
                JsonInput.WithoutByteOrderMark(json), new JsonDocumentOptions { MaxDepth = VerificationLimits.Depth });
        }
        catch (JsonException exception)
        {
            throw new PayloadException(
                PayloadException.NotACertificate,
                $"This is not JSON, or it has more than {VerificationLimits.Depth} levels. {Hint}",
                exception);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw NoCredential();
        }

        return document;
    }

    private static PayloadException NotACertificate() => new(PayloadException.NotACertificate, $"This is not a certificate. {Hint}");
}
