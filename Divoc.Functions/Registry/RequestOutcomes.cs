namespace Divoc.Functions.Registry;

/// <summary>Derives what has become of a request's elements (listed, failed, overtaken, or still queued).</summary>
public sealed class RequestOutcomes(EnrollmentRegistry enrollments, FailureRegistry failures)
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

        var enrollment = (await enrollments.ReadAsync(requested.Enrollment, cancellationToken)).Enrollment;
        if (enrollment.Find(requested.CertificateId) is { } version)
        {
            return new RequestedOutcome(RequestedState.Issued, requested.CertificateId, IssuedAt: version.IssuedAt);
        }

        if (await failures.FindAsync(requested.CertificateId, cancellationToken) is { } failure)
        {
            return new RequestedOutcome(RequestedState.Failed, requested.CertificateId, Failure: failure);
        }

        if (enrollment.CanList(requested.Key, requested.VersionsAtAcceptance, requested.Replaces))
        {
            return new RequestedOutcome(RequestedState.Queued, requested.CertificateId);
        }

        // What overtook it exists, though it may have been revoked since.
        return requested.Replaces is { } replaces
            ? new RequestedOutcome(RequestedState.Conflict, StandingFor(requested.Key, enrollment.SeenBy(caller))?.CertificateId ?? replaces)
            : new RequestedOutcome(RequestedState.Duplicate, StandingFor(requested.Key, enrollment)!.CertificateId);
    }

    private static CertificateVersion? StandingFor(CertificateKey key, Enrollment enrollment) => enrollment.LiveOf(key) ?? enrollment.NewestOf(key);
}
