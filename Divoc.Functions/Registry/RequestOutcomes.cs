namespace Divoc.Functions.Registry;

/// <summary>Derives what has become of a request's elements (listed, failed, overtaken, or still queued).</summary>
public sealed class RequestOutcomes(EnrollmentRegistry enrollments, FailureRegistry failures)
{
    private const int Parallelism = 8;

    /// <summary>The outcome of every element, in their order.</summary>
    public async Task<IReadOnlyList<RequestedOutcome>> DeriveAsync(CertifyRequestRecord request, CancellationToken cancellationToken)
    {
        var outcomes = new RequestedOutcome[request.Certificates.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, outcomes.Length, options, async (index, token) =>
        {
            outcomes[index] = await DeriveAsync(request.Certificates[index], token);
        });
        return outcomes;
    }

    private async Task<RequestedOutcome> DeriveAsync(RequestedCertificate requested, CancellationToken cancellationToken)
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
        var other = enrollment.LiveOf(requested.Key) ?? enrollment.NewestOf(requested.Key)!;
        return new RequestedOutcome(requested.Replaces is null ? RequestedState.Duplicate : RequestedState.Conflict, other.CertificateId);
    }
}
