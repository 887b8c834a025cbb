using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Verification;

/// <summary>Tells whose signatures count: the keys as JWK, with the times in which they may have signed, and what is known of their issuers.</summary>
public sealed class TrustDocument(
    ISigningKeys signingKeys,
    RememberedKeyList remembered,
    TrustedIssuers issuers,
    IOptions<IssuerOptions> issuer,
    IOptions<PublicAddressOptions> address,
    IOptions<TrustedIssuerOptions> options)
{
    /// <summary>Makes the document.</summary>
    /// <exception cref="SigningKeyUnavailableException">Our keys are not known yet and can't be asked for.</exception>
    public async Task<JsonObject> MakeAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        return new JsonObject
        {
            ["own"] = new JsonObject
            {
                ["verificationMethod"] = issuer.Value.VerificationMethod,
                ["did"] = IssuerIdentifier.DidWebOf(address.Value.BaseUrl),
                ["keys"] = new JsonArray([.. await OwnKeysAsync(cancellationToken)]),
            },
            ["former"] = new JsonArray([.. settings.Former.Select(FormerOf)]),
            ["issuers"] = new JsonArray([.. settings.Profiled.Select(ProfiledOf), .. UnnamedOf(settings)]),
        };
    }

    /// <summary>The published keys, current first, then those that signed and are published no more.</summary>
    private async Task<List<JsonObject>> OwnKeysAsync(CancellationToken cancellationToken)
    {
        var published = await signingKeys.GetPublishedKeysAsync(cancellationToken);
        var known = (await remembered.ReadForVerifyingAsync(cancellationToken)).ToDictionary(key => key.Kid, StringComparer.Ordinal);
        var keys = published.Select(key => OwnKey(key.ToJsonWebKey(), [.. key.Purposes.Select(purpose => purpose.Name)], true, known.GetValueOrDefault(key.KeyId))).ToList();
        var names = published.Select(key => key.KeyId).ToHashSet(StringComparer.Ordinal);
        keys.AddRange(known.Values.Where(key => !names.Contains(key.Kid)).OrderBy(key => key.RememberedAt).ThenBy(key => key.Kid, StringComparer.Ordinal)
            .Select(key => OwnKey(JsonWebKeyOf(key), key.Purposes ?? [], false, key)));
        return keys;
    }

    private static JsonObject OwnKey(JsonObject jwk, IReadOnlyList<string> purposes, bool isPublished, RememberedKey? known)
    {
        var key = new JsonObject { ["published"] = isPublished, ["purposes"] = Texts(purposes) };
        Add(key, "signedSince", known?.RememberedAt);
        Add(key, "retiredAt", known?.RetiredAt);
        key["jwk"] = jwk;
        return key;
    }

    private static JsonObject JsonWebKeyOf(RememberedKey known)
    {
        var jwk = new JsonObject { ["kty"] = known.PublicKey["kty"], ["kid"] = known.Kid, ["use"] = "sig", ["alg"] = known.Algorithm.ToString() };
        foreach (var (name, value) in known.PublicKey)
        {
            jwk[name] = value;
        }

        return jwk;
    }

    private JsonObject FormerOf(NamedIssuer former)
    {
        var document = ProfiledOf(former);
        document["registry"] = former.IsPartlyListed ? "partial" : "complete";
        return document;
    }

    private JsonObject ProfiledOf(NamedIssuer named)
    {
        var profile = new JsonObject { ["omits"] = Texts(named.Profile.Omits), ["results"] = Texts(named.Profile.Results), ["endIsNotEnforced"] = named.Profile.EndIsNotEnforced };
        if (named.Profile.LargestSeries is { } largest)
        {
            profile["largestSeries"] = largest;
        }

        return new JsonObject
        {
            ["name"] = named.Section[(named.Section.LastIndexOf(':') + 1)..],
            ["profile"] = profile,
            ["keys"] = KeysOf(issuers.KeysOf(named)),
        };
    }

    /// <summary>Those in the folder of the settings that has no name: nothing is known of them but their keys.</summary>
    private IEnumerable<JsonObject> UnnamedOf(TrustedIssuerOptions settings)
    {
        return settings.TrustedIssuers.Length == 0 ? [] : [new JsonObject { ["keys"] = KeysOf(issuers.KeysOf(new TrustedIssuerOptions { TrustedIssuers = settings.TrustedIssuers })) }];
    }

    private static JsonArray KeysOf(IEnumerable<TrustedKey> keys) => new([.. keys.Select(KeyOf)]);

    private static JsonObject KeyOf(TrustedKey trusted)
    {
        var key = new JsonObject { ["verificationMethods"] = Texts(trusted.VerificationMethods) };
        if (trusted.Issuer is { } issuer)
        {
            key["issuer"] = issuer;
        }

        Add(key, "notBefore", trusted.NotBefore);
        Add(key, "notAfter", trusted.NotAfter);
        key["jwk"] = JsonWebKeyOf(trusted);
        return key;
    }

    private static JsonObject JsonWebKeyOf(TrustedKey trusted)
    {
        var jwk = new JsonObject();
        if (trusted.Rsa is { } rsa)
        {
            (jwk["kty"], jwk["alg"]) = ("RSA", trusted.Algorithm.ToString());
            (jwk["e"], jwk["n"]) = (Text(rsa.Exponent!), Text(rsa.Modulus!));
        }
        else if (trusted.Ed25519 is { } edwards)
        {
            (jwk["kty"], jwk["alg"], jwk["crv"], jwk["x"]) = ("OKP", "EdDSA", "Ed25519", Text(edwards.Raw.Span));
        }
        else if (trusted.P256 is { } curve)
        {
            (jwk["kty"], jwk["alg"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "ES256", "P-256", Text(curve.Q.X!), Text(curve.Q.Y!));
        }

        jwk["kid"] = trusted.Kid;
        jwk["use"] = "sig";
        return jwk;
    }

    private static void Add(JsonObject document, string name, DateTimeOffset? instant)
    {
        if (instant is { } at)
        {
            document[name] = at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
