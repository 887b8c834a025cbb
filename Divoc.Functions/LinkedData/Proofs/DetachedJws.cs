using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>A detached JWS with unencoded payload (RFC 7797): <c>header..signature</c>.</summary>
/// <param name="EncodedHeader">The header, base64url.</param>
/// <param name="Signature">The signature's bytes.</param>
internal sealed record DetachedJws(string EncodedHeader, byte[] Signature)
{
    /// <summary>The header of new signatures: alg, b64 and crit in this order, no white space.</summary>
    public static string EncodeHeader(string algorithm)
    {
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"{{algorithm}}","b64":false,"crit":["b64"]}"""));
    }

    /// <summary>Reads a JWS and requires its header to be exactly: this algorithm, b64 false, crit naming b64.</summary>
    public static DetachedJws Parse(string text, string algorithm)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || parts[1].Length != 0)
        {
            throw Invalid("the JWS is not detached");
        }

        RequireHeader(Decode(parts[0]), algorithm);
        return new DetachedJws(parts[0], Decode(parts[2]));
    }

    /// <summary>The signing input: the encoded header, a full stop, the payload's two parts as they are.</summary>
    public static byte[] SigningInput(string encodedHeader, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var payload = encodedHeader.Length + 1;
        var input = new byte[payload + first.Length + second.Length];
        Encoding.ASCII.GetBytes(encodedHeader, input);
        input[encodedHeader.Length] = (byte)'.';
        first.CopyTo(input.AsSpan(payload));
        second.CopyTo(input.AsSpan(payload + first.Length));
        return input;
    }

    private static byte[] Decode(string text)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return Base64Url.EncodeToString(bytes) == text ? bytes : throw Invalid("the JWS is no clean base64url");
        }
        catch (FormatException exception)
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof/jws", "the JWS is no base64url", exception);
        }
    }

    private static void RequireHeader(byte[] header, string algorithm)
    {
        try
        {
            using var parsed = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            var root = parsed.RootElement;
            JsonText.RequireUnicode(root);
            // There are three members, and each of the three names was found, so none is a duplicate.
            var isPinned = root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 3
                && root.TryGetProperty("alg", out var alg) && alg.ValueKind == JsonValueKind.String && alg.ValueEquals(algorithm)
                && root.TryGetProperty("b64", out var b64) && b64.ValueKind == JsonValueKind.False
                && root.TryGetProperty("crit", out var crit) && NamesOnlyB64(crit);
            if (!isPinned)
            {
                throw Invalid($"the header of the JWS is not that of {algorithm} with b64 false");
            }
        }
        catch (JsonException exception)
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof/jws", "the header of the JWS is no JSON", exception);
        }
    }

    private static bool NamesOnlyB64(JsonElement crit)
    {
        return crit.ValueKind == JsonValueKind.Array
            && crit.GetArrayLength() == 1
            && crit[0].ValueKind == JsonValueKind.String
            && crit[0].ValueEquals("b64");
    }

    private static LinkedDataException Invalid(string message) => new(LinkedDataError.InvalidProof, "/proof/jws", message);
}
