using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Formats;

/// <summary>
/// Publishes the document signer certificates for verifiers of formats that name keys by them: those of the published keys, and earlier
/// ones of these keys that have not expired, because credentials that were signed under them still name them.
/// </summary>
public sealed class SignerCertificates(
    ISigningKeys signingKeys, RememberedKeyList remembered, IEnumerable<ISignerRule> rules, IOptions<IssuerOptions> issuer,
    TimeProvider time)
{
    private const string CertificateType = "DSC";

    /// <summary>As PEM (RFC 7468 section 5), one after the other; empty if there are none.</summary>
    /// <exception cref="SigningKeyUnavailableException">The keys are not known yet and can't be read.</exception>
    public async Task<byte[]> PemAsync(CancellationToken cancellationToken)
    {
        var certificates = await FindAsync(cancellationToken);
        return Encoding.ASCII.GetBytes(
            string.Concat(certificates.Select(certificate => $"{PemEncoding.WriteString("CERTIFICATE", certificate.Der.Span)}\n")));
    }

    /// <summary>
    /// As the EU's gateway lists them (eu-digital-green-certificates/dgc-gateway, TrustListDto), without its member <c>signature</c>, which
    /// the authority that uploads a certificate makes. The time is the beginning of the certificate's validity.
    /// </summary>
    /// <inheritdoc cref="PemAsync" path="/exception"/>
    public async Task<JsonArray> TrustListAsync(CancellationToken cancellationToken)
    {
        var certificates = await FindAsync(cancellationToken);
        return new JsonArray([.. certificates.Select(EntryOf)]);
    }

    private JsonObject EntryOf(KeyCertificate certificate)
    {
        var entry = new JsonObject
        {
            ["kid"] = KidRule.NameOf(certificate.Der.Span),
            ["timestamp"] = certificate.ValidFrom().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (issuer.Value.Country.Length > 0)
        {
            entry["country"] = issuer.Value.Country;
        }

        entry["certificateType"] = CertificateType;
        entry["thumbprint"] = certificate.Fingerprint.ToLowerInvariant();
        entry["rawData"] = Convert.ToBase64String(certificate.Der.Span);
        return entry;
    }

    private async Task<IReadOnlyList<KeyCertificate>> FindAsync(CancellationToken cancellationToken)
    {
        var keys = (await signingKeys.GetPublishedKeysAsync(cancellationToken))
            .Where(key => rules.Any(rule => rule.IsForVerifiers(key)))
            .ToList();
        if (keys.Count == 0)
        {
            return [];
        }

        var known = (await remembered.ReadForVerifyingAsync(cancellationToken)).ToDictionary(key => key.Kid, StringComparer.Ordinal);
        var now = time.GetUtcNow();
        var current = keys.Select(key => new KeyCertificate(key.Certificate!.Value, key.PublicKeyInfo));
        var before = from key in keys
                     from certificate in known.GetValueOrDefault(key.KeyId)?.Certificates ?? []
                     let der = Convert.FromBase64String(certificate)
                     where KeyCertificate.EndOf(der) > now
                         && rules.Any(rule => rule.IsForVerifiers(key.CertifiedBy([new KeyCertificate(der, key.PublicKeyInfo)])))
                     select new KeyCertificate(der, key.PublicKeyInfo);
        return [.. current.Concat(before).DistinctBy(certificate => certificate.Fingerprint)];
    }
}
