using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>Finds out whether a credential that somebody shows was revoked, replaced or is suspended now. It does not judge the signature.</summary>
public sealed class RevocationCheck(CertificateFinder finder, TimeProvider time)
{
    /// <summary>Checks a credential.</summary>
    /// <param name="body">The credential as UTF-8 JSON, at most one byte more than <see cref="PresentedCertificate.LargestInBytes"/> is looked for.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="Storage.StoreUnavailableException">The registry can't be asked; nothing is said about the certificate then.</exception>
    public async Task<RevocationCheckOutcome> CheckAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!PresentedCertificate.TryRead(body, out var certificateId))
        {
            return new RevocationCheckOutcome.NotACredential();
        }

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

    /// <summary>What was shown is no credential.</summary>
    public sealed record NotACredential : RevocationCheckOutcome;

    /// <summary>It is live, or none of this service's.</summary>
    public sealed record NotRevoked : RevocationCheckOutcome;

    /// <summary>It was revoked or replaced, or is suspended.</summary>
    public sealed record Revoked(CertificateNow Now) : RevocationCheckOutcome;
}
