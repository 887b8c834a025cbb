using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>What a request's elements will become.</summary>
/// <param name="Certificates">One entry for each element, in their order.</param>
/// <param name="FullElements">Elements whose enrollment can list no more certificates.</param>
public sealed record RequestPlan(IReadOnlyList<RequestedCertificate> Certificates, IReadOnlyList<int> FullElements);
