using System.Collections.Concurrent;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>Looks up the enrollments of a request and mints an id for each element that has no live certificate yet.</summary>
public sealed class RequestPlanner(EnrollmentRegistry enrollments)
{
    private const int Parallelism = 8;

    /// <summary>Plans the elements of a request.</summary>
    public async Task<RequestPlan> PlanAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        var names = events.Select(happened => EnrollmentRegistry.NameOf(happened.PreEnrollmentCode)).ToArray();
        var read = await ReadAsync(names, cancellationToken);
        var certificates = events.Select((happened, index) => Plan(happened, names[index], read[names[index]])).ToArray();

        // Several elements of one person may together ask for more than the enrollment has room for.
        var asked = certificates.Where(certificate => !certificate.IsDuplicate).CountBy(certificate => certificate.Enrollment).ToDictionary();
        var full = certificates.Index()
            .Where(element => !element.Item.IsDuplicate
                && read[element.Item.Enrollment].Versions.Count + asked[element.Item.Enrollment] > Enrollment.MaximumVersions)
            .Select(element => element.Index)
            .ToArray();
        return new RequestPlan(certificates, full);
    }

    private async Task<IReadOnlyDictionary<string, Enrollment>> ReadAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<string, Enrollment>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names.Distinct(), options, async (name, token) =>
        {
            read[name] = (await enrollments.ReadAsync(name, token)).Enrollment;
        });
        return read;
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
