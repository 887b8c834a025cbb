using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// Derives the outcomes of a request's elements (listed, failed, overtaken, or still queued). Each ledger is read once, for all its
/// elements.
/// </summary>
public sealed class RequestOutcomes(RequestRegistry requests, LedgerReader ledgers, FailureRegistry failures, TimeProvider time)
{
    /// <summary>
    /// For this time after the acceptance, a polling caller gets the state queued without a check for a failure. Most events are certified
    /// within a second or two, and until then each poll would read a document that does not exist, for every event of the request. A
    /// failure is reported later by at most this time.
    /// </summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(5);

    private const int Parallelism = 8;

    /// <summary>The state in the answer to the request when it was accepted.</summary>
    public static RequestedState StateAtAcceptance(RequestedCertificate requested)
    {
        if (requested.IsUnchanged)
        {
            return RequestedState.Unchanged;
        }

        return requested.IsDuplicate ? RequestedState.Duplicate : RequestedState.Queued;
    }

    /// <summary>A request and its outcomes, for a polling caller; null if there is none with this id that the caller reaches.</summary>
    public async Task<RequestStatus?> FindAsync(string requestId, Caller caller, CancellationToken cancellationToken)
    {
        var request = RandomId.Read(requestId) is { } id ? await requests.FindAsync(id, caller, cancellationToken) : null;
        if (request is null)
        {
            return null;
        }

        var isOverdue = time.GetUtcNow() - request.AcceptedAt >= UsualTime;
        return new RequestStatus(request, await DeriveAsync(request, caller, isOverdue, cancellationToken));
    }

    /// <summary>
    /// The outcome of every element, in their order, as the caller may see it. Failures are always checked, even for a new request.
    /// </summary>
    public Task<IReadOnlyList<RequestedOutcome>> DeriveAsync(CertifyRequest request, Caller caller, CancellationToken cancellationToken)
    {
        return DeriveAsync(request, caller, true, cancellationToken);
    }

    private async Task<IReadOnlyList<RequestedOutcome>> DeriveAsync(
        CertifyRequest request, Caller caller, bool isOverdue, CancellationToken cancellationToken)
    {
        var names = request.Certificates.Where(requested => !requested.IsDuplicate).Select(requested => requested.Ledger);
        var read = await ledgers.ReadAsync(names, cancellationToken);
        var outcomes = new RequestedOutcome[request.Certificates.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, outcomes.Length, options, async (index, token) =>
        {
            var requested = request.Certificates[index];
            outcomes[index] = requested.IsDuplicate
                ? new RequestedOutcome(StateAtAcceptance(requested), requested.CertificateId)
                {
                    IsForeign = requested.DuplicateOf is not null,
                }
                : await DeriveAsync(requested, read[requested.Ledger], caller, isOverdue, token);
        });
        return outcomes;
    }

    private async Task<RequestedOutcome> DeriveAsync(
        RequestedCertificate requested, CertificateLedger ledger, Caller caller, bool isOverdue, CancellationToken cancellationToken)
    {
        if (ledger.Find(requested.CertificateId) is { } version)
        {
            return new RequestedOutcome(RequestedState.Issued, requested.CertificateId, IssuedAt: version.IssuedAt);
        }

        // A failed event stays failed if another event overtakes it, so failures are checked then too.
        var isOpen = ledger.CanList(requested.Key, requested.VersionsAtAcceptance, requested.Replaces);
        if ((isOverdue || !isOpen) && await failures.FindAsync(requested.CertificateId, cancellationToken) is { } failure)
        {
            return new RequestedOutcome(RequestedState.Failed, requested.CertificateId, Failure: failure);
        }

        if (isOpen)
        {
            return new RequestedOutcome(RequestedState.Queued, requested.CertificateId);
        }

        // The certificate that overtook it exists, though it may have been revoked since.
        return requested.Replaces is { } replaces
            ? new RequestedOutcome(RequestedState.Conflict, StandingFor(requested.Key, ledger.SeenBy(caller))?.CertificateId ?? replaces)
            : DuplicateOf(requested, StandingFor(requested.Key, ledger)!, caller);
    }

    /// <summary>About a certificate that the caller does not reach, it learns only that there is one.</summary>
    private static RequestedOutcome DuplicateOf(RequestedCertificate requested, ListedCertificate standing, Caller caller)
    {
        return caller.Reaches(standing.Owner)
            ? new RequestedOutcome(RequestedState.Duplicate, standing.CertificateId)
            : new RequestedOutcome(RequestedState.Duplicate, requested.CertificateId) { IsForeign = true };
    }

    private static ListedCertificate? StandingFor(CertificateKey key, CertificateLedger ledger) =>
        ledger.LiveOf(key) ?? ledger.NewestOf(key);
}

/// <summary>A request and its outcomes.</summary>
/// <param name="Request">The request.</param>
/// <param name="Outcomes">The outcome of every element, in their order.</param>
public sealed record RequestStatus(CertifyRequest Request, IReadOnlyList<RequestedOutcome> Outcomes);

/// <summary>The outcome of one element of a request.</summary>
/// <param name="State">Its state.</param>
/// <param name="CertificateId">
/// The certificate that exists or is being made; for a duplicate or a conflict, the one that exists instead.
/// </param>
/// <param name="IssuedAt">When the certificate was listed; null unless this element was issued.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
public sealed record RequestedOutcome(
    RequestedState State, string CertificateId, DateTimeOffset? IssuedAt = null, FailureRecord? Failure = null)
{
    /// <summary>
    /// Whether it duplicates a certificate that the caller does not reach; <see cref="CertificateId"/> is then the element's own id, which
    /// is not used.
    /// </summary>
    public bool IsForeign { get; init; }
}

/// <summary>The state of one element of a request. Derived from the registry at each query, never stored.</summary>
public enum RequestedState
{
    /// <summary>Not processed yet.</summary>
    Queued,

    /// <summary>The certificate exists.</summary>
    Issued,

    /// <summary>Another certificate with the same key exists; this element made none.</summary>
    Duplicate,

    /// <summary>An update that would change nothing: the live certificate stays.</summary>
    Unchanged,

    /// <summary>An update that came too late: the certificate that it should replace was replaced or revoked before.</summary>
    Conflict,

    /// <summary>Dead-lettered; the failure record says why.</summary>
    Failed,
}
