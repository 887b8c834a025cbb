using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>Looks up the enrollments of a request and mints an id for each element that has no live certificate yet.</summary>
public sealed class RequestPlanner(EnrollmentReader enrollments)
{
    /// <summary>Plans the elements of a request.</summary>
    public async Task<RequestPlan> PlanAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        var names = events.Select(happened => EnrollmentRegistry.NameOf(happened.PreEnrollmentCode)).ToArray();
        var read = await enrollments.ReadAsync(names, cancellationToken);
        var certificates = events.Select((happened, index) => Plan(happened, names[index], read[names[index]])).ToArray();
        return new RequestPlan(certificates, RequestPlan.FullOf(certificates, read));
    }

    private static RequestedCertificate Plan(HealthEvent happened, string name, Enrollment enrollment)
    {
        var key = CertificateKeys.Of(happened);
        var live = enrollment.LiveOf(key);
        return new RequestedCertificate
        {
            PreEnrollmentCode = happened.PreEnrollmentCode,
            Enrollment = name,
            Key = key,
            CertificateId = live?.CertificateId ?? RandomId.New(),
            VersionsAtAcceptance = enrollment.CountOf(key),
            IsDuplicate = live is not null,
        };
    }
}
