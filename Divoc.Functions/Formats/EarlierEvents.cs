using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats;

/// <summary>What the page of an event shows of those before it.</summary>
public static class EarlierEvents
{
    /// <summary>
    /// Those of the same type and programme, from the ledger and from the same request, each key once. What is listed wins, since it is certified. What was superseded,
    /// revoked or erased is not shown.
    /// </summary>
    public static IReadOnlyList<EarlierEvent> Of(CertificationEvent certification, CertificateLedger ledger, ICertificateType type)
    {
        return Of(certification.Key, ledger.Versions, certification.Earlier, type);
    }

    /// <summary>The same of a certificate that is listed: what was there when it was issued, and is still valid. What came later, from other partners too, its page never said.</summary>
    public static IReadOnlyList<EarlierEvent> Of(ListedCertificate version, CertificateLedger ledger, ICertificateType type)
    {
        return Of(version.Key, ledger.Versions.Where(other => other.IssuedAt <= version.IssuedAt), [], type);
    }

    private static IReadOnlyList<EarlierEvent> Of(CertificateKey key, IEnumerable<ListedCertificate> versions, IEnumerable<EarlierEvent> ofRequest, ICertificateType type)
    {
        var listed = versions
            .Where(version => version.Key.Type == key.Type && version.Key.Programme == key.Programme && version.IsLive() && version.Facts is not null)
            .Select(version => new EarlierEvent(version.Key.Text, version.Facts!));
        return type.EarlierOf(key, listed.Concat(ofRequest).DistinctBy(earlier => earlier.Text));
    }
}
