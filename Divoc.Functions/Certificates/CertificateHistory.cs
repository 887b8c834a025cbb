using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>A certificate with all that happened to it.</summary>
/// <param name="IssuedAt">When it was issued (UTC).</param>
/// <param name="Now">The certificate and its state now.</param>
/// <param name="Replaces">The certificate that it replaced; null if it was the first.</param>
/// <param name="Changes">What happened to it, the first first.</param>
/// <param name="Versions">All versions of the same dose or test that the caller reaches, itself included, the first first.</param>
public sealed record CertificateHistory(
    DateTimeOffset IssuedAt, CertificateNow Now, string? Replaces, IReadOnlyList<StateChange> Changes, IReadOnlyList<CertificateNow> Versions);

/// <summary>A certificate and its state at the instant of the look.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="State">Its state.</param>
/// <param name="IsErased">Whether its artifacts are erased.</param>
public sealed record CertificateNow(string CertificateId, CertificateState State, bool IsErased)
{
    /// <summary>A listed certificate at an instant.</summary>
    public static CertificateNow Of(ListedCertificate version, DateTimeOffset now) => new(version.CertificateId, version.StateAt(now), version.IsErased());
}

/// <summary>Looks up the history of a certificate. It is there for revoked and erased ones too.</summary>
public sealed class HistoryReader(CertificateFinder finder, TimeProvider time)
{
    /// <summary>The history of the certificate of an id; null if none is listed that the caller reaches.</summary>
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
