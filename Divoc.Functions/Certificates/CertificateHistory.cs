using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>A certificate and its history.</summary>
/// <param name="IssuedAt">When it was issued (UTC).</param>
/// <param name="Now">The certificate and its state now.</param>
/// <param name="Replaces">The certificate that this one replaced; null if it is the first version.</param>
/// <param name="Changes">Its changes, oldest first.</param>
/// <param name="Versions">All versions of the same dose or test that the caller reaches, this one included, oldest first.</param>
public sealed record CertificateHistory(
    DateTimeOffset IssuedAt, CertificateNow Now, string? Replaces, IReadOnlyList<StateChange> Changes,
    IReadOnlyList<CertificateNow> Versions);

/// <summary>A certificate and its state at the time of the query.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="State">Its state.</param>
/// <param name="IsErased">Whether its artifacts are erased.</param>
public sealed record CertificateNow(string CertificateId, CertificateState State, bool IsErased)
{
    /// <summary>A listed certificate at an instant.</summary>
    public static CertificateNow Of(ListedCertificate version, DateTimeOffset now) =>
        new(version.CertificateId, version.StateAt(now), version.IsErased());
}

/// <summary>Looks up the history of a certificate, also of revoked and erased ones.</summary>
public sealed class HistoryReader(CertificateFinder finder, TimeProvider time)
{
    /// <summary>The history of the certificate with an id; null if no such certificate is listed that the caller reaches.</summary>
    public async Task<CertificateHistory?> FindAsync(string certificateId, Caller caller, CancellationToken cancellationToken)
    {
        if (CertificateId.Read(certificateId) is not { } id || await finder.FindLedgerAsync(id, caller, cancellationToken) is not { } read)
        {
            return null;
        }

        var seen = read.Ledger.SeenBy(caller);
        var version = seen.Find(id)!;
        var now = time.GetUtcNow();
        return new CertificateHistory(
            version.IssuedAt,
            CertificateNow.Of(version, now),
            seen.PredecessorOf(version)?.CertificateId,
            version.Changes,
            [.. seen.Versions.Where(other => other.Key == version.Key).Select(other => CertificateNow.Of(other, now))]);
    }
}
