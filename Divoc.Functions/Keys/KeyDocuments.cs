using System.Text.Json.Nodes;

namespace Divoc.Functions.Keys;

/// <summary>The documents by which verifiers learn the issuer's public keys.</summary>
public sealed class KeyDocuments(ISigningKey signingKey, IOptions<IssuerOptions> issuer, IOptions<PublicAddressOptions> address)
{
    /// <summary>The DID document (W3C DID Core 1.0) of the service's did:web, with the key under its kid and under the name that stands in proofs.</summary>
    public JsonObject DidDocument()
    {
        var did = IssuerIdentifier.DidWebOf(address.Value.PublicBaseUrl);
        var key = signingKey.PublicKey;
        var named = $"{did}#{key.KeyId}";
        return new JsonObject
        {
            ["@context"] = new JsonArray("https://www.w3.org/ns/did/v1", "https://w3id.org/security/v2"),
            ["id"] = did,
            ["alsoKnownAs"] = new JsonArray(issuer.Value.VerificationMethod),
            ["verificationMethod"] = new JsonArray(
                VerificationMethod(named, "JsonWebKey2020", did, key),
                VerificationMethod(issuer.Value.VerificationMethod, "RsaVerificationKey2018", did, key)),
            ["assertionMethod"] = new JsonArray(named, issuer.Value.VerificationMethod),
        };
    }

    /// <summary>The key set (RFC 7517 section 5).</summary>
    public JsonObject JsonWebKeySet() => new() { ["keys"] = new JsonArray(JsonWebKey(signingKey.PublicKey)) };

    private static JsonObject VerificationMethod(string id, string type, string controller, PublishedKey key) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["controller"] = controller,
        ["publicKeyJwk"] = JsonWebKey(key),
        ["publicKeyPem"] = key.PublicKeyPem,
    };

    private static JsonObject JsonWebKey(PublishedKey key) => new()
    {
        ["kty"] = "RSA",
        ["kid"] = key.KeyId,
        ["use"] = "sig",
        ["alg"] = "PS256",
        ["n"] = key.Modulus,
        ["e"] = key.Exponent,
    };
}
