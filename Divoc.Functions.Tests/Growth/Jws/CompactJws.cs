using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Formats;

namespace Divoc.Functions.Tests.Growth.Jws;

/// <summary>A compact JWS (RFC 7515 section 7.1): three parts in base64url with dots between, the first a JSON object.</summary>
/// <param name="Header">The first part as JSON.</param>
/// <param name="Payload">The bytes of the second.</param>
/// <param name="Signature">The bytes of the third.</param>
/// <param name="SigningInput">What is signed: the first two parts as they are written.</param>
internal sealed record CompactJws(
    JsonElement Header, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> SigningInput)
{
    /// <summary>The longest first part that is looked at.</summary>
    private const int LongestHeader = 512;

    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = VerificationLimits.Depth, AllowDuplicateProperties = false };

    /// <summary>What is signed.</summary>
    public static byte[] SigningInputOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        return Encoding.ASCII.GetBytes($"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}");
    }

    /// <summary>The whole.</summary>
    public static byte[] Join(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        [.. signingInput, (byte)'.', .. Base64Url.EncodeToUtf8(signature)];

    /// <summary>The text of a header's member; null if this is no JWS, or its header no such text.</summary>
    public static string? PeekHeader(ReadOnlySpan<byte> text, string member)
    {
        var dot = text.IndexOf((byte)'.');
        return dot is > 0 and <= LongestHeader && text.Count((byte)'.') == 2 && ReadObject(text[..dot]) is { } header
            ? TextOf(header, member)
            : null;
    }

    /// <summary>Reads a JWS; null where it is none.</summary>
    public static CompactJws? Read(ReadOnlySpan<byte> text)
    {
        var (first, last) = (text.IndexOf((byte)'.'), text.LastIndexOf((byte)'.'));
        if (first is <= 0 or > LongestHeader || text.Count((byte)'.') != 2 || ReadObject(text[..first]) is not { } header)
        {
            return null;
        }

        return Decode(text[(first + 1)..last]) is { } payload && Decode(text[(last + 1)..]) is { } signature
            ? new CompactJws(header, payload, signature, text[..last].ToArray())
            : null;
    }

    /// <summary>Reads a JSON object; null where it is none, has two members of one name, or is too deep.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Bounds);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a member; null where there is none, or it is no Unicode.</summary>
    public static string? TextOf(JsonElement parent, string member)
    {
        try
        {
            return parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement? ReadObject(ReadOnlySpan<byte> part) => Decode(part) is { } json ? Parse(json) : null;

    private static byte[]? Decode(ReadOnlySpan<byte> part)
    {
        try
        {
            return part.ContainsAny(" \t\r\n="u8) ? null : Base64Url.DecodeFromUtf8(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
