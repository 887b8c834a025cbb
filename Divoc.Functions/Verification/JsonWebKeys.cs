using System.Buffers.Text;
using System.Text.Json;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Formats;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Verification;

/// <summary>Keys of a JWK set (RFC 7517, RFC 8037); <c>nbf</c> and <c>exp</c> of a key, if any, limit its time.</summary>
internal static class JsonWebKeys
{
    /// <summary>
    /// The RSA and Ed25519 keys; others are ignored. The names of a key are the file's name, that name with <c>#</c> and its kid, and its
    /// kid if that is an IRI.
    /// </summary>
    /// <exception cref="TrustedIssuerException">The set has no usable key, or none has a name.</exception>
    /// <param name="set">The member <c>keys</c>.</param>
    /// <param name="verificationMethod">The file's name, if it is a name in proofs.</param>
    public static IReadOnlyList<TrustedKey> Read(JsonNodeReader set, string? verificationMethod)
    {
        if (set.Value.ValueKind != JsonValueKind.Array)
        {
            throw new TrustedIssuerException("has a member 'keys' that is not a list.");
        }

        var keys = new List<TrustedKey>();
        foreach (var jwk in set.Items())
        {
            if (Read(jwk) is { } key)
            {
                var names = NamesOf(verificationMethod, jwk.TextOrNull("kid"));
                keys.Add(names.Count > 0 ? key with { VerificationMethods = names } : throw new TrustedIssuerException(
                    "must be named after the verificationMethod of the proofs, percent-encoded, such as did%3Aindia.json, "
                    + "or give each key an IRI as kid."));
            }
        }

        return keys.Count > 0 ? keys : throw new TrustedIssuerException("contains no RSA or Ed25519 key for signatures.");
    }

    /// <summary>A key without its names; null for one of another kind or use.</summary>
    public static TrustedKey? Read(JsonNodeReader jwk)
    {
        var use = jwk.TextOrNull("use");
        var key = use is not (null or "sig") ? null : (jwk.TextOrNull("kty"), jwk.TextOrNull("alg"), jwk.TextOrNull("crv")) switch
        {
            ("RSA", null or "PS256", _) => PublicKeys.OfRsa(Bytes(jwk, "n"), Bytes(jwk, "e"), RsaJwsAlgorithm.PS256),
            ("RSA", "RS256", _) => PublicKeys.OfRsa(Bytes(jwk, "n"), Bytes(jwk, "e"), RsaJwsAlgorithm.RS256),
            ("OKP", _, "Ed25519") => PublicKeys.OfEd25519(Bytes(jwk, "x")),
            _ => null,
        };
        return key is null
            ? null
            : key with { Kid = jwk.TextOrNull("kid") ?? key.Kid, NotBefore = Instant(jwk, "nbf"), NotAfter = Instant(jwk, "exp") };
    }

    private static List<string> NamesOf(string? verificationMethod, string? kid)
    {
        var names = new List<string>();
        if (verificationMethod is not null)
        {
            names.Add(verificationMethod);
            names.Add($"{verificationMethod}#{kid}");
        }

        if (kid is not null && Iri.IsWellFormed(kid))
        {
            names.Add(kid);
        }

        return names;
    }

    private static byte[] Bytes(JsonNodeReader jwk, string name)
    {
        try
        {
            return Base64Url.DecodeFromChars(jwk.TextOrNull(name) ?? throw new TrustedIssuerException($"has a key without '{name}'."));
        }
        catch (FormatException exception)
        {
            throw new TrustedIssuerException($"has a key whose '{name}' is not base64url.", exception);
        }
    }

    private static DateTimeOffset? Instant(JsonNodeReader jwk, string name)
    {
        if (jwk.Find(name) is not { Value: var value })
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253_402_300_799
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : throw new TrustedIssuerException($"has a key whose '{name}' is not a number of seconds since 1970.");
    }
}
