using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// A compact JWS (RFC 7515) of a health card (SMART Health Cards Framework 1.4.0, Health Cards are small): exactly three members in its
/// header, ES256, and a payload compressed with raw DEFLATE (RFC 1951).
/// </summary>
/// <param name="Kid">The name of the key.</param>
/// <param name="SigningInput">The signed text: header and payload as they are written, with the point between them.</param>
/// <param name="Packed">The compressed payload.</param>
/// <param name="Signature">R and S, 32 bytes each.</param>
internal sealed record CardJws(string Kid, ReadOnlyMemory<byte> SigningInput, ReadOnlyMemory<byte> Packed, ReadOnlyMemory<byte> Signature)
{
    /// <summary>The longest JWS, in characters; a card with ten doses has about 2,000.</summary>
    public const int LongestText = 32 * 1024;

    /// <summary>The maximum size of an unpacked payload in bytes.</summary>
    public const int MostBytes = VerificationLimits.CredentialBytes;

    private const int SignatureBytes = 64;
    private const int LongestKid = 128;
    private const int LongestHeader = 512;
    private const int HeaderMembers = 3;

    /// <summary>Base64url (RFC 4648 section 5), and the point between the parts.</summary>
    private static readonly SearchValues<byte> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    /// <summary>Header and compressed payload in base64url, with the point between them: the signed text.</summary>
    public static string Write(string kid, ReadOnlySpan<byte> payload)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(payload);
        }

        var header = Encoding.UTF8.GetBytes($$"""{"zip":"DEF","alg":"ES256","kid":"{{kid}}"}""");
        return $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(packed.GetBuffer().AsSpan(0, (int)packed.Length))}";
    }

    /// <summary>Whether a text has the form of a JWS: three parts in base64url. Nothing is decoded.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text)
    {
        return text.StartsWith("eyJ"u8) && text.Count((byte)'.') == 2 && !text.ContainsAnyExcept(Characters);
    }

    /// <summary>Reads a JWS; null if it is not one that a health card may have.</summary>
    public static CardJws? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestText || !IsOne(text))
        {
            return null;
        }

        var (first, last) = (text.IndexOf((byte)'.'), text.LastIndexOf((byte)'.'));
        try
        {
            var signature = Base64Url.DecodeFromUtf8(text[(last + 1)..]);
            return KidOf(Base64Url.DecodeFromUtf8(text[..first])) is { } kid && signature.Length == SignatureBytes
                ? new CardJws(kid, text[..last].ToArray(), Base64Url.DecodeFromUtf8(text[(first + 1)..last]), signature)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The payload; null if it can't be unpacked or is too large.</summary>
    public byte[]? Unpack()
    {
        // One byte more than allowed, so that data that are too large are recognised without unpacking everything.
        var bytes = new byte[MostBytes + 1];
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(Packed.ToArray()), CompressionMode.Decompress);
            var length = deflate.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length is > 0 and <= MostBytes ? bytes[..length] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string? KidOf(byte[] header)
    {
        if (header.Length > LongestHeader)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 2, AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || root.GetPropertyCount() != HeaderMembers
                || !Is(root, "alg", "ES256")
                || !Is(root, "zip", "DEF"))
            {
                return null;
            }

            return root.TryGetProperty("kid", out var kid)
                && kid.ValueKind == JsonValueKind.String
                && kid.GetString() is { Length: > 0 and <= LongestKid } name
                ? name
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Names and texts that are not valid Unicode are detected only when they are read.
            return null;
        }
    }

    private static bool Is(JsonElement root, string name, string expected)
    {
        return root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(expected);
    }
}
