using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>Derives what has become of a request's elements (listed, failed, overtaken, or still queued).</summary>
public sealed class RequestOutcomes(LedgerStore ledgers, FailureRegistry failures)
{
    private const int Parallelism = 8;

    /// <summary>The outcome of every element, in their order, as it is told to a caller.</summary>
    public async Task<IReadOnlyList<RequestedOutcome>> DeriveAsync(CertifyRequestRecord request, Caller caller, CancellationToken cancellationToken)
    {
        var outcomes = new RequestedOutcome[request.Certificates.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, outcomes.Length, options, async (index, token) =>
        {
            outcomes[index] = await DeriveAsync(request.Certificates[index], caller, token);
        });
        return outcomes;
    }

    private async Task<RequestedOutcome> DeriveAsync(RequestedCertificate requested, Caller caller, CancellationToken cancellationToken)
    {
        if (requested.IsDuplicate)
        {
            return new RequestedOutcome(RequestedState.Duplicate, requested.CertificateId);
        }

        var ledger = (await ledgers.ReadAsync(requested.Ledger, cancellationToken)).Ledger;
        if (ledger.Find(requested.CertificateId) is { } version)
        {
            return new RequestedOutcome(RequestedState.Issued, requested.CertificateId, IssuedAt: version.IssuedAt);
        }

        if (await failures.FindAsync(requested.CertificateId, cancellationToken) is { } failure)
        {
            return new RequestedOutcome(RequestedState.Failed, requested.CertificateId, Failure: failure);
        }

        if (ledger.CanList(requested.Key, requested.VersionsAtAcceptance, requested.Replaces))
        {
            return new RequestedOutcome(RequestedState.Queued, requested.CertificateId);
        }

        // What overtook it exists, though it may have been revoked since.
        return requested.Replaces is { } replaces
            ? new RequestedOutcome(RequestedState.Conflict, StandingFor(requested.Key, ledger.SeenBy(caller))?.CertificateId ?? replaces)
            : new RequestedOutcome(RequestedState.Duplicate, StandingFor(requested.Key, ledger)!.CertificateId);
    }

    private static ListedCertificate? StandingFor(CertificateKey key, CertificateLedger ledger) => ledger.LiveOf(key) ?? ledger.NewestOf(key);
}

/// <summary>What has become of one element of a request.</summary>
/// <param name="State">Its state.</param>
/// <param name="CertificateId">The certificate that exists or is on its way: for a duplicate or a conflict the one that stands in its place.</param>
/// <param name="IssuedAt">When the certificate was listed; null unless this element was issued.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
public sealed record RequestedOutcome(RequestedState State, string CertificateId, DateTimeOffset? IssuedAt = null, FailureRecord? Failure = null);

/// <summary>What has become of one element of a request. Derived from the registry at each look, never stored.</summary>
public enum RequestedState
{
    /// <summary>On its way.</summary>
    Queued,

    /// <summary>The certificate exists.</summary>
    Issued,

    /// <summary>Another certificate of the same key exists; this element made none.</summary>
    Duplicate,

    /// <summary>An update that came too late: the certificate that it was to replace was replaced or revoked before.</summary>
    Conflict,

    /// <summary>Set aside; the failure record says why.</summary>
    Failed,
}
