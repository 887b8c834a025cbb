using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats;

/// <summary>The earlier events that the page of an event shows.</summary>
public static class EarlierEvents
{
    /// <summary>
    /// Those of the same type and programme, from the ledger and from the same request, each key once. A listed one is preferred, because
    /// it is certified. Superseded, revoked and erased ones are not shown.
    /// </summary>
    public static IReadOnlyList<EarlierEvent> Of(CertificationEvent certification, CertificateLedger ledger, ICertificateType type)
    {
        return Of(certification.Key, ledger.Versions, certification.Earlier, type);
    }

    /// <summary>
    /// The same for a listed certificate: the events that were listed when it was issued and are still valid. Its page never showed later
    /// ones, also those of other partners.
    /// </summary>
    public static IReadOnlyList<EarlierEvent> Of(ListedCertificate version, CertificateLedger ledger, ICertificateType type)
    {
        return Of(version.Key, ledger.Versions.Where(other => other.IssuedAt <= version.IssuedAt), [], type);
    }

    private static IReadOnlyList<EarlierEvent> Of(
        CertificateKey key, IEnumerable<ListedCertificate> versions, IEnumerable<EarlierEvent> ofRequest, ICertificateType type)
    {
        var listed = versions
            .Where(version =>
                version.Key.Type == key.Type && version.Key.Programme == key.Programme && version.IsLive() && version.Facts is not null)
            .Select(version => new EarlierEvent(version.Key.Text, version.Facts!));
        return type.EarlierOf(key, listed.Concat(ofRequest).DistinctBy(earlier => earlier.Text));
    }
}
