using System.Text.Json.Nodes;

namespace Divoc.Functions.Keys;

/// <summary>The documents from which verifiers learn the issuer's public keys, the current ones first.</summary>
public sealed class KeyDocuments(
    ISigningKeys signingKeys, IEnumerable<ProofKeyName> named, IEnumerable<OwnKeySet> ownSets, IOptions<IssuerOptions> issuer,
    IOptions<PublicAddressOptions> address)
{
    /// <summary>
    /// The DID document (W3C DID Core 1.0) of the service's did:web. It lists every key with its kid, and the first of those that have
    /// another name in proofs (<see cref="ProofKeyName"/>) also with that name. That name can be used only once, so if several keys sign,
    /// verifiers try all.
    /// </summary>
    /// <exception cref="SigningKeyUnavailableException">The keys are not known yet and can't be read.</exception>
    public async Task<JsonObject> DidDocumentAsync(CancellationToken cancellationToken)
    {
        var keys = await signingKeys.GetPublishedKeysAsync(cancellationToken);
        var did = IssuerIdentifier.DidWebOf(address.Value.BaseUrl);
        var methods = keys.Select(key => VerificationMethod($"{did}#{key.KeyId}", "JsonWebKey2020", did, key)).ToList();
        methods.InsertRange(Math.Min(1, methods.Count), NamedMethods(keys, did));

        return new JsonObject
        {
            ["@context"] = new JsonArray("https://www.w3.org/ns/did/v1", "https://w3id.org/security/v2"),
            ["id"] = did,
            ["alsoKnownAs"] = new JsonArray(issuer.Value.VerificationMethod),
            ["verificationMethod"] = new JsonArray([.. methods]),
            ["assertionMethod"] = new JsonArray([.. methods.Select(method => method["id"]!.DeepClone())]),
        };
    }

    /// <summary>
    /// The key set (RFC 7517 section 5) at the service's own address: all keys, unless the settings make it the address where some
    /// verifiers expect only their own keys (<see cref="OwnKeySet"/>).
    /// </summary>
    /// <inheritdoc cref="DidDocumentAsync" path="/exception"/>
    public async Task<JsonObject> JsonWebKeySetAsync(CancellationToken cancellationToken)
    {
        if (ownSets.FirstOrDefault(set => set.Issuer() == address.Value.UrlOf("")) is { } own)
        {
            return await JsonWebKeySetAsync(own.Use.Purpose, cancellationToken);
        }

        var keys = await signingKeys.GetPublishedKeysAsync(cancellationToken);
        return new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.ToJsonWebKey())]) };
    }

    /// <summary>
    /// The key set of a purpose whose verifiers accept no other keys there; without certificates, because these are for other names than
    /// the issuer's. Empty if nothing registers it.
    /// </summary>
    /// <inheritdoc cref="DidDocumentAsync" path="/exception"/>
    public async Task<JsonObject> JsonWebKeySetAsync(KeyPurpose purpose, CancellationToken cancellationToken)
    {
        var uses = ownSets.Select(set => set.Use).Where(use => use.Purpose == purpose).ToList();
        var keys = await signingKeys.GetPublishedKeysAsync(cancellationToken);
        var own = keys.Where(key => uses.Exists(use => use.Algorithm == key.Algorithm && key.Serves(purpose)))
            .Select(key => key.ToJsonWebKey())
            .ToList();
        foreach (var key in own)
        {
            key.Remove("x5c");
            await CompleteAsync(key, purpose, cancellationToken);
        }

        return new JsonObject { ["keys"] = new JsonArray([.. own]) };
    }

    private async Task CompleteAsync(JsonObject key, KeyPurpose purpose, CancellationToken cancellationToken)
    {
        foreach (var complete in ownSets.Where(set => set.Use.Purpose == purpose)
            .Select(set => set.Complete)
            .OfType<Func<JsonObject, CancellationToken, Task>>())
        {
            await complete(key, cancellationToken);
        }
    }

    /// <summary>One method for each name in proofs; of those registered with the same name, the first.</summary>
    private IEnumerable<JsonObject> NamedMethods(IReadOnlyList<PublishedKey> keys, string did)
    {
        foreach (var name in named.DistinctBy(NameOf))
        {
            if (keys.FirstOrDefault(key => key.Algorithm == name.Algorithm && key.Serves(name.Purpose)) is { } first)
            {
                yield return VerificationMethod(NameOf(name), name.Type, did, first);
            }
        }
    }

    private string NameOf(ProofKeyName name) => name.Name ?? issuer.Value.VerificationMethod;

    private static JsonObject VerificationMethod(string id, string type, string controller, PublishedKey key) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["controller"] = controller,
        ["publicKeyJwk"] = key.ToJsonWebKey(),
        ["publicKeyPem"] = key.PublicKeyPem,
    };
}

/// <summary>
/// Keys that have one common name in proofs instead of their kid. Registered by the format that makes such proofs; each format may register
/// its own.
/// </summary>
/// <param name="Purpose">The purpose of the keys.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Type">The type of the verification method (Linked Data Cryptographic Suite Registry).</param>
/// <param name="Name">The name in the proofs; null for <see cref="IssuerOptions.VerificationMethod"/>.</param>
public sealed record ProofKeyName(KeyPurpose Purpose, SignatureAlgorithm Algorithm, string Type, string? Name = null);

/// <summary>Keys that verifiers expect below the issuer's URL, without any others. Registered by the format of these verifiers.</summary>
/// <param name="Use">The purpose and the algorithm.</param>
/// <param name="Issuer">The URL, without a slash at its end; null for none.</param>
public sealed record OwnKeySet(SigningUse Use, Func<string?> Issuer)
{
    /// <summary>Adds members to a key that only these verifiers read; null for nothing.</summary>
    public Func<JsonObject, CancellationToken, Task>? Complete { get; init; }
}
