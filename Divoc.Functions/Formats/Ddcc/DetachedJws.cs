using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// A JWS in the compact form without its payload (RFC 7515, appendix F), as the signature of a document has it in base64. Its header has
/// the algorithm and the kid and nothing else.
/// </summary>
/// <param name="Header">The protected header in base64url, as it is signed.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Kid">The name of the key.</param>
/// <param name="Signature">The signature.</param>
internal sealed record DetachedJws(string Header, SignatureAlgorithm Algorithm, string Kid, byte[] Signature)
{
    private const int LongestData = 4096;
    private const int HeaderBytes = 1024;
    private const int HeaderLevels = 1;
    private const string AlgorithmMember = "alg";
    private const string KidMember = "kid";

    private static readonly JsonBounds HeaderBounds = new(HeaderBytes, HeaderLevels);

    /// <summary>The protected header of signatures of this service, in base64url.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="kid">A thumbprint (RFC 7638), which has no character that JSON escapes.</param>
    public static string HeaderOf(SignatureAlgorithm algorithm, string kid)
    {
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"{{AlgorithmMember}}":"{{algorithm}}","{{KidMember}}":"{{kid}}"}"""));
    }

    /// <summary>The signing input (RFC 7515 section 5.1).</summary>
    public static byte[] SigningInputOf(string header, ReadOnlySpan<byte> payload) =>
        Encoding.ASCII.GetBytes($"{header}.{Base64Url.EncodeToString(payload)}");

    /// <summary>The JWS in base64.</summary>
    public static string Write(string header, ReadOnlySpan<byte> signature) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"{header}..{Base64Url.EncodeToString(signature)}"));

    /// <summary>Reads what <see cref="Write"/> wrote. Null for anything else, and for an encoding that is not the canonical one.</summary>
    public static DetachedJws? Read(string data)
    {
        if (data.Length > LongestData
            || TextOf(data)?.Split('.') is not [var header, "", var signature]
            || !TryDecode(header, out var json)
            || !TryDecode(signature, out var value))
        {
            return null;
        }

        using var input = JsonInput.Open(json, HeaderBounds, new JsonProblems());
        if (input.Root is not { Value: { ValueKind: JsonValueKind.Object } members }
            || members.GetPropertyCount() != 2
            || AlgorithmOf(TextOf(members, AlgorithmMember)) is not { } algorithm)
        {
            return null;
        }

        return TextOf(members, KidMember) is { } kid ? new DetachedJws(header, algorithm, kid, value) : null;
    }

    private static string? TextOf(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || Convert.ToBase64String(bytes, 0, length) != base64)
        {
            return null;
        }

        return Ascii.IsValid(bytes.AsSpan(0, length)) ? Encoding.ASCII.GetString(bytes, 0, length) : null;
    }

    private static bool TryDecode(string base64Url, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (Base64Url.IsValid(base64Url, out _))
        {
            var decoded = Base64Url.DecodeFromChars(base64Url);
            bytes = Base64Url.EncodeToString(decoded) == base64Url ? decoded : null;
        }

        return bytes is not null;
    }

    private static SignatureAlgorithm? AlgorithmOf(string? name) => name switch
    {
        nameof(SignatureAlgorithm.ES256) => SignatureAlgorithm.ES256,
        nameof(SignatureAlgorithm.PS256) => SignatureAlgorithm.PS256,
        _ => null,
    };

    private static string? TextOf(JsonElement members, string name)
    {
        return members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
