using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Verification;

/// <summary>
/// Describes the trusted keys: as JWK, with the times in which they may have signed, and what is known about their issuers.
/// </summary>
public sealed class TrustDocument(
    ISigningKeys signingKeys,
    RememberedKeyList remembered,
    TrustedIssuers issuers,
    IOptions<IssuerOptions> issuer,
    IOptions<PublicAddressOptions> address,
    IOptions<TrustedIssuerOptions> options,
    IOptions<TimeZoneOptions> zone,
    IEnumerable<ISignerRule> rules)
{
    /// <summary>The maximum of names of revoked cards, for all issuers together: about 350 KB, which a phone must load.</summary>
    internal const int MostRevokedNames = 10_000;

    /// <summary>Makes the document.</summary>
    /// <exception cref="SigningKeyUnavailableException">The keys of this service are not known yet and can't be read.</exception>
    public async Task<JsonObject> MakeAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var room = new Room();
        return new JsonObject
        {
            ["own"] = new JsonObject
            {
                ["verificationMethod"] = issuer.Value.VerificationMethod,
                ["did"] = IssuerIdentifier.DidWebOf(address.Value.BaseUrl),
                ["issuer"] = issuer.Value.Id,
                ["timeZone"] = zone.Value.TimeZone,
                ["keys"] = new JsonArray([.. await OwnKeysAsync(cancellationToken)]),
            },
            ["former"] = new JsonArray([.. settings.Former.Select(former => FormerOf(former, room))]),
            ["issuers"] = new JsonArray([.. settings.Profiled.Select(named => ProfiledOf(named, room)), .. UnnamedOf(settings, room)]),
        };
    }

    /// <summary>The published keys, current ones first, then those that signed and are no longer published.</summary>
    private async Task<List<JsonObject>> OwnKeysAsync(CancellationToken cancellationToken)
    {
        var published = await signingKeys.GetPublishedKeysAsync(cancellationToken);
        var known = (await remembered.ReadForVerifyingAsync(cancellationToken)).ToDictionary(key => key.Kid, StringComparer.Ordinal);
        var keys = published.Select(key => OwnKey(
            key.ToJsonWebKey(),
            [.. key.Purposes.Select(purpose => purpose.Name)],
            CertificateOf(key),
            known.GetValueOrDefault(key.KeyId),
            isPublished: true))
            .ToList();
        var names = published.Select(key => key.KeyId).ToHashSet(StringComparer.Ordinal);
        keys.AddRange(
            known.Values.Where(key => !names.Contains(key.Kid))
                .OrderBy(key => key.RememberedAt)
                .ThenBy(key => key.Kid, StringComparer.Ordinal)
                .Select(key => OwnKey(JsonWebKeyOf(key), key.Purposes ?? [], CertificatesOf(key), key, isPublished: false)));
        return keys;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> CertificateOf(PublishedKey key) =>
        key.Certificate is { } certificate ? [certificate] : [];

    private static IEnumerable<ReadOnlyMemory<byte>> CertificatesOf(RememberedKey key) =>
        (key.Certificates ?? []).Select(certificate => (ReadOnlyMemory<byte>)Convert.FromBase64String(certificate));

    private JsonObject OwnKey(
        JsonObject jwk,
        IReadOnlyList<string> purposes,
        IEnumerable<ReadOnlyMemory<byte>> certificates,
        RememberedKey? known,
        bool isPublished)
    {
        var key = new JsonObject { ["published"] = isPublished, ["purposes"] = Texts(purposes) };
        Add(key, "signedSince", known?.RememberedAt);
        if (known is not null)
        {
            key["signedFor"] = Texts(known.Purposes ?? []);
        }

        Add(key, "retiredAt", known?.RetiredAt);
        AddCertificates(key, certificates);
        key["jwk"] = jwk;
        return key;
    }

    /// <summary>
    /// The data for verifiers that can't read X.509: how each certificate names the key, when it is valid, and for which types.
    /// </summary>
    private void AddCertificates(JsonObject key, IEnumerable<ReadOnlyMemory<byte>> certificates)
    {
        var uses = new JsonArray();
        foreach (var certificate in certificates)
        {
            if (rules.Select(rule => rule.UseOf(certificate)).FirstOrDefault(use => use is not null) is { } use)
            {
                var described = new JsonObject { ["kid"] = KidRule.NameOf(certificate.Span) };
                Add(described, "notBefore", use.NotBefore);
                Add(described, "notAfter", use.NotAfter);
                described["types"] = Texts(use.Types);
                uses.Add((JsonNode)described);
            }
        }

        if (uses.Count > 0)
        {
            key["certificates"] = uses;
        }
    }

    private static JsonObject JsonWebKeyOf(RememberedKey known)
    {
        var jwk =
            new JsonObject { ["kty"] = known.PublicKey["kty"], ["kid"] = known.Kid, ["use"] = "sig", ["alg"] = known.Algorithm.ToString() };
        foreach (var (name, value) in known.PublicKey)
        {
            jwk[name] = value;
        }

        return jwk;
    }

    private JsonObject FormerOf(NamedIssuer former, Room room)
    {
        var document = ProfiledOf(former, room);
        document["registry"] = former.IsPartlyListed ? "partial" : "complete";
        return document;
    }

    private JsonObject ProfiledOf(NamedIssuer named, Room room)
    {
        var profile = new JsonObject
        {
            ["omits"] = Texts(named.Profile.Omits),
            ["results"] = Texts(named.Profile.Results),
            ["endIsNotEnforced"] = named.Profile.EndIsNotEnforced,
        };
        if (named.Profile.LargestSeries is { } largest)
        {
            profile["largestSeries"] = largest;
        }

        return new JsonObject
        {
            ["name"] = named.Section[(named.Section.LastIndexOf(':') + 1)..],
            ["profile"] = profile,
            ["keys"] = KeysOf(issuers.KeysOf(named), room),
        };
    }

    /// <summary>The keys in the folder of the settings that has no name: only these keys are known about their issuers.</summary>
    private IEnumerable<JsonObject> UnnamedOf(TrustedIssuerOptions settings, Room room)
    {
        return settings.TrustedIssuers.Length == 0 ? [] : [new JsonObject
        {
            ["keys"] = KeysOf(issuers.KeysOf(new TrustedIssuerOptions { TrustedIssuers = settings.TrustedIssuers }), room),
        }];
    }

    private JsonArray KeysOf(IEnumerable<TrustedKey> keys, Room room) => new([.. keys.Select(key => KeyOf(key, room))]);

    private JsonObject KeyOf(TrustedKey trusted, Room room)
    {
        var key = new JsonObject { ["verificationMethods"] = Texts(trusted.VerificationMethods) };
        if (trusted.Issuer is { } issuer)
        {
            key["issuer"] = issuer;
        }

        if (trusted.IssuerName is { } name)
        {
            key["issuerName"] = name;
        }

        if (trusted.RevokedNames is { } revoked && room.Takes(revoked.Count))
        {
            key["revoked"] = Texts(revoked.Select(RevokedOf));
        }
        else if (trusted.RevokedNames is { } more)
        {
            key["revokedLeftOut"] = more.Count;
        }

        Add(key, "notBefore", trusted.NotBefore);
        Add(key, "notAfter", trusted.NotAfter);
        AddCertificates(key, trusted.Certificates);
        key["jwk"] = JsonWebKeyOf(trusted);
        return key;
    }

    /// <summary>An entry as in lists of revocations: a name and, if there is one, the end of the revoked period.</summary>
    private static string RevokedOf(KeyValuePair<string, DateTimeOffset?> revoked) => revoked.Value is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"{revoked.Key}.{until.ToUnixTimeSeconds()}")
        : revoked.Key;

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

    /// <summary>
    /// The remaining room in the document. A list is included completely or not at all: a part of one would look complete.
    /// </summary>
    private sealed class Room
    {
        private int left = MostRevokedNames;

        public bool Takes(int names)
        {
            if (names > left)
            {
                return false;
            }

            left -= names;
            return true;
        }
    }
}
