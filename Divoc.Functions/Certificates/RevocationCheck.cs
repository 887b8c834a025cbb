using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>Finds out whether a credential that somebody shows was revoked, replaced or is suspended now. It does not judge the signature.</summary>
public sealed class RevocationCheck(CertificateFinder finder, TimeProvider time)
{
    /// <summary>Checks the certificate of an id.</summary>
    /// <param name="certificateId">The id that the credential tells; null where it can't be one of this service's.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="Storage.StoreUnavailableException">The registry can't be asked; nothing is said about the certificate then.</exception>
    public async Task<RevocationCheckOutcome> CheckAsync(string? certificateId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var version = certificateId is null ? null : await finder.FindAsync(certificateId, Caller.Service, cancellationToken);
        return version is null || version.StateAt(now).Status == CertificateStatus.Live
            ? new RevocationCheckOutcome.NotRevoked()
            : new RevocationCheckOutcome.Revoked(CertificateNow.Of(version, now));
    }
}

/// <summary>What came of a check for revocation: one of the nested records.</summary>
public abstract record RevocationCheckOutcome
{
    private RevocationCheckOutcome()
    {
    }

    /// <summary>It is live, or none of this service's.</summary>
    public sealed record NotRevoked : RevocationCheckOutcome;

    /// <summary>It was revoked or replaced, or is suspended.</summary>
    public sealed record Revoked(CertificateNow Now) : RevocationCheckOutcome;
}
