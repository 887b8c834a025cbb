using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Formats;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Verification;

/// <summary>
/// Keys of a DID or controller document (W3C DID Core 1.0, Controlled Identifiers 1.0; also DIVOC's older <c>publicKey</c>): those under
/// <c>assertionMethod</c>. <c>expires</c> and <c>revoked</c> of a key limit its time.
/// </summary>
internal static class DidKeys
{
    private static readonly string[] Lists = ["verificationMethod", "publicKey"];

    /// <summary>
    /// The RSA and Ed25519 keys; others are ignored. The names of a key are its own id, the document's id and the document's other names
    /// (<c>alsoKnownAs</c>): a document can have only one key for a name, but this service signs with several keys under one name.
    /// </summary>
    /// <exception cref="TrustedIssuerException">It is not such a document, or has no usable key.</exception>
    public static IReadOnlyList<TrustedKey> Read(JsonNodeReader root)
    {
        if (root.Find("assertionMethod") is not { Value.ValueKind: JsonValueKind.Array } assertions)
        {
            throw new TrustedIssuerException("is neither a JWK set (member 'keys') nor a DID document (member 'assertionMethod').");
        }

        var id = root.TextOrNull("id") is { } text && Iri.IsWellFormed(text)
            ? text
            : throw new TrustedIssuerException("is a DID document without an absolute 'id'.");
        var methods = Lists.SelectMany(list => ItemsOf(root, list)).ToList();
        var aliases = ItemsOf(root, "alsoKnownAs").Select(alias => alias.TextOrNull()).OfType<string>().Where(Iri.IsWellFormed).ToList();
        var keys = new List<TrustedKey>();
        foreach (var assertion in assertions.Items())
        {
            var method = assertion.Value.ValueKind == JsonValueKind.Object ? assertion : Find(methods, id, assertion);
            if (ReadMethod(method) is { } key)
            {
                keys.Add(key with
                {
                    VerificationMethods = [Absolute(id, method.TextOrNull("id")), id, .. aliases],
                    NotAfter = EndOf(method) ?? key.NotAfter,
                });
            }
        }

        return keys.Count > 0 ? keys : throw new TrustedIssuerException("names no RSA or Ed25519 key under 'assertionMethod'.");
    }

    private static IEnumerable<JsonNodeReader> ItemsOf(JsonNodeReader root, string list) => root.Find(list)?.Items() ?? [];

    private static JsonNodeReader Find(List<JsonNodeReader> methods, string did, JsonNodeReader reference)
    {
        var name = reference.TextOrNull() is { } text ? Absolute(did, text) : "";
        var index = methods.FindIndex(method => method.TextOrNull("id") is { } id && Absolute(did, id) == name);
        return index >= 0
            ? methods[index]
            : throw new TrustedIssuerException("names a key under 'assertionMethod' that it does not contain.");
    }

    private static TrustedKey? ReadMethod(JsonNodeReader method)
    {
        if (method.Find("publicKeyJwk") is { } jwk)
        {
            return JsonWebKeys.Read(jwk);
        }

        if (method.TextOrNull("publicKeyPem") is { } pem)
        {
            return PemKeys.Read(System.Text.Encoding.UTF8.GetBytes(pem), "urn:unnamed")[0];
        }

        try
        {
            if (method.TextOrNull("publicKeyBase58") is { } base58 && Base58.Decode(base58) is { Length: 32 } raw)
            {
                return PublicKeys.OfEd25519(raw);
            }

            return method.TextOrNull("publicKeyMultibase") is { } multibase && multibase.StartsWith("z6Mk", StringComparison.Ordinal)
                ? PublicKeys.Of(Multikey.ReadEd25519(multibase))
                : null;
        }
        catch (LinkedDataException exception)
        {
            throw new TrustedIssuerException("contains a key in base58 that can't be read.", exception);
        }
    }

    /// <summary>The earlier of <c>expires</c> and <c>revoked</c>.</summary>
    private static DateTimeOffset? EndOf(JsonNodeReader method)
    {
        DateTimeOffset? end = null;
        foreach (var text in new[] { method.TextOrNull("expires"), method.TextOrNull("revoked") }.OfType<string>())
        {
            if (!InternetTime.TryParseInstant(text, out var instant))
            {
                throw new TrustedIssuerException("has a key whose 'expires' or 'revoked' is not a date-time.");
            }

            end = end < instant ? end : instant;
        }

        return end;
    }

    private static string Absolute(string did, string? id) => id is null || id.StartsWith('#') ? did + id : id;
}
