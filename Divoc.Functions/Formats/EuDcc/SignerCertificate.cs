using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>A document signer certificate, as far as it matters here: its chain is not checked.</summary>
internal sealed class SignerCertificate
{
    private const int KidBytes = 8;
    private const string KeyUsageOid = "2.5.29.15";

    /// <summary>
    /// The extended key usages of the groups (Certificate governance of EU Digital COVID Certificates, annex: tests, vaccinations,
    /// recoveries).
    /// </summary>
    private static readonly Dictionary<string, string> Usages = new(StringComparer.Ordinal)
    {
        [EuGroups.Test] = "1.3.6.1.4.1.1847.2021.1.1",
        [EuGroups.Vaccination] = "1.3.6.1.4.1.1847.2021.1.2",
        [EuGroups.Recovery] = "1.3.6.1.4.1.1847.2021.1.3",
    };

    /// <summary>The same as in the first certificates, with a surplus zero.</summary>
    private static readonly Dictionary<string, string> EarlyUsages =
        Usages.ToDictionary(usage => usage.Key, usage => usage.Value.Replace("4.1.1847", "4.1.0.1847", StringComparison.Ordinal));

    private readonly HashSet<string> usages;
    private readonly bool maySign;

    private SignerCertificate(X509Certificate2 certificate)
    {
        NotBefore = certificate.NotBefore.ToUniversalTime();
        NotAfter = certificate.NotAfter.ToUniversalTime();
        Kid = SHA256.HashData(certificate.RawData).AsMemory(0, KidBytes);
        maySign = certificate.Extensions[KeyUsageOid] is not X509KeyUsageExtension usage
            || usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature);
        IsOfThisMachine = DevelopmentCertificate.IsOne(certificate);
        var found = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
            .Select(oid => oid.Value!);
        usages = found.Where(oid => Usages.ContainsValue(oid) || EarlyUsages.ContainsValue(oid)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The first instant at which it is valid (UTC).</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The last instant at which it is valid (UTC).</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The first eight bytes of its SHA-256, with which certificates name it.</summary>
    public ReadOnlyMemory<byte> Kid { get; }

    /// <summary>Whether the program made it itself, for certificates that stay on its machine.</summary>
    public bool IsOfThisMachine { get; }

    /// <summary>Reads a certificate; null if it is not one.</summary>
    public static SignerCertificate? Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            return new SignerCertificate(certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The extended key usage for a group, as an OID in dots.</summary>
    public static string UsageOf(string group) => Usages[group];

    /// <summary>Whether it is valid at an instant.</summary>
    public bool IsValidAt(DateTimeOffset instant) => instant >= NotBefore && instant <= NotAfter;

    /// <summary>Whether its signature is accepted for a group: a certificate that names none of the groups is valid for all.</summary>
    public bool Covers(string group) =>
        maySign && (usages.Count == 0 || usages.Contains(Usages[group]) || usages.Contains(EarlyUsages[group]));

    /// <summary>Whether it may sign a group now; the early usages are accepted but not used for signing.</summary>
    public bool MaySign(string group) => maySign && (usages.Count == 0 || usages.Contains(Usages[group]));
}
