using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Finds out whether a credential that somebody presents is revoked, replaced or suspended now. It does not check the signature.
/// </summary>
public sealed class RevocationCheck(CertificateFinder finder, TimeProvider time)
{
    /// <summary>Checks the certificate with an id.</summary>
    /// <param name="certificateId">The id in the credential; null if it can't be an id of this service.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="Storage.StoreUnavailableException">The registry can't be read, so the status is unknown.</exception>
    public async Task<RevocationCheckOutcome> CheckAsync(string? certificateId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var version = certificateId is null ? null : await finder.FindAsync(certificateId, Caller.Service, cancellationToken);
        return version is null || version.StateAt(now).Status == CertificateStatus.Live
            ? new RevocationCheckOutcome.NotRevoked()
            : new RevocationCheckOutcome.Revoked(CertificateNow.Of(version, now));
    }
}

/// <summary>The result of a check for revocation: one of the nested records.</summary>
public abstract record RevocationCheckOutcome
{
    private RevocationCheckOutcome()
    {
    }

    /// <summary>It is live, or was not issued by this service.</summary>
    public sealed record NotRevoked : RevocationCheckOutcome;

    /// <summary>It was revoked or replaced, or is suspended.</summary>
    public sealed record Revoked(CertificateNow Now) : RevocationCheckOutcome;
}
