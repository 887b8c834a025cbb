using System.Security.Cryptography;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Makes requests for certificates of signing keys, and self-signed certificates. The key signs where it is; nothing of it leaves its
/// store.
/// </summary>
/// <param name="signingKeys">Opens the keys. Opening creates a missing file, so they are opened only if it exists.</param>
/// <param name="rules">The requirements of the formats for certificates.</param>
/// <param name="audit">Records who ordered what.</param>
/// <param name="time">The clock.</param>
/// <param name="place">The place of the key file; null for none.</param>
public sealed class KeyCertification(
    Lazy<ISigningKeys> signingKeys, IEnumerable<ISignerRule> rules, AuditTrail audit, TimeProvider time, KeyFilePlace? place = null)
{
    /// <summary>The names of the certificate types that certificates can assign to a key.</summary>
    public IReadOnlyList<string> Types { get; } = [.. rules.SelectMany(rule => rule.Usages.Keys).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Makes a request for the certificate of a key, as PEM; null if there is no such key.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="kid">The key, by its thumbprint.</param>
    /// <param name="order">The content of the certificate.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <exception cref="SigningKeyUnavailableException">The keys can't be read, or the key did not sign.</exception>
    public async Task<string?> RequestAsync(string name, string kid, CertificateOrder order, CancellationToken cancellationToken)
    {
        return await FindAsync(kid, cancellationToken) is { } key
            ? await audit.RecordAsync(
                name, OperatorOrder.RequestCertificate, null,
                () => CertificateMaking.RequestAsync(signingKeys.Value, key, ContentOf(order), cancellationToken), _ => Made)
            : null;
    }

    /// <summary>Makes a self-signed certificate of a key; null if there is no such key.</summary>
    /// <inheritdoc cref="RequestAsync"/>
    public async Task<SelfSignedCertificate?> SelfSignAsync(
        string name, string kid, CertificateOrder order, CancellationToken cancellationToken)
    {
        if (await FindAsync(kid, cancellationToken) is not { } key)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var until = now.AddDays(order.Days!.Value);
        var der = await audit.RecordAsync(
            name, OperatorOrder.CertifyKey, null,
            () => CertificateMaking.SelfSignAsync(signingKeys.Value, key, ContentOf(order), now, until, cancellationToken), _ => Made);
        return new SelfSignedCertificate(PemEncoding.WriteString("CERTIFICATE", der), KidRule.NameOf(der), KeyCertificate.EndOf(der));
    }

    private static Dictionary<string, int> Made => new() { ["made"] = 1 };

    private async Task<PublishedKey?> FindAsync(string kid, CancellationToken cancellationToken)
    {
        return place is { HasKey: false }
            ? null
            : (await signingKeys.Value.GetPublishedKeysAsync(cancellationToken)).FirstOrDefault(key => key.KeyId == kid);
    }

    private KeyCertificateContent ContentOf(CertificateOrder order)
    {
        var usages = order.Types.SelectMany(type => rules.Select(rule => rule.Usages.GetValueOrDefault(type)).OfType<string>());
        return new KeyCertificateContent(order.Subject, [.. usages.Distinct(StringComparer.Ordinal)]);
    }
}

/// <summary>A self-signed certificate.</summary>
/// <param name="Pem">The certificate (RFC 7468 section 5).</param>
/// <param name="CertificateKid">The name of the key in formats that name keys by their certificates.</param>
/// <param name="Until">The last instant at which it is valid (UTC).</param>
public sealed record SelfSignedCertificate(string Pem, string CertificateKid, DateTimeOffset Until);
