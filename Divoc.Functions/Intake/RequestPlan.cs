using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>What a request's elements will become.</summary>
/// <param name="Certificates">One entry for each element, in their order.</param>
/// <param name="FullElements">Elements whose enrollment can list no more certificates.</param>
public sealed record RequestPlan(IReadOnlyList<RequestedCertificate> Certificates, IReadOnlyList<int> FullElements)
{
    /// <summary>Why elements of an update can't be updated; the request is refused then.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The elements whose enrollment has no room: several elements of one person may together ask for more than it has.</summary>
    internal static IReadOnlyList<int> FullOf(IReadOnlyList<RequestedCertificate> certificates, IReadOnlyDictionary<string, Enrollment> enrollments)
    {
        var asked = certificates.Where(certificate => !certificate.IsDuplicate).CountBy(certificate => certificate.Enrollment).ToDictionary();
        return [.. certificates.Index()
            .Where(element => !element.Item.IsDuplicate
                && enrollments[element.Item.Enrollment].Versions.Count + asked[element.Item.Enrollment] > Enrollment.MaximumVersions)
            .Select(element => element.Index)];
    }
}
