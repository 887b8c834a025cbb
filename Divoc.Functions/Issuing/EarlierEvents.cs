using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>What the page of an event shows of those before it.</summary>
public static class EarlierEvents
{
    /// <summary>
    /// Those of the same type and programme, from the ledger and from the same request, each key once. What is listed wins, since it is certified. What was superseded,
    /// revoked or erased is not shown.
    /// </summary>
    public static IReadOnlyList<EarlierEvent> Of(CertificationEvent certification, CertificateLedger ledger, ICertificateType type)
    {
        var key = certification.Key;
        var listed = ledger.Versions
            .Where(version => version.Key.Type == key.Type && version.Key.Programme == key.Programme && version.IsLive() && version.Facts is not null)
            .Select(version => new EarlierEvent(version.Key.Text, version.Facts!));
        return type.EarlierOf(key, listed.Concat(certification.Earlier).DistinctBy(earlier => earlier.Text));
    }
}
