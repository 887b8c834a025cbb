namespace Divoc.Functions.Triggers;

/// <summary>The answer to an accepted certify request.</summary>
internal sealed record AcceptedBody(
    string RequestId,
    string StatusUrl,
    IReadOnlyList<ProblemError> Warnings,
    IReadOnlyList<AcceptedCertificate> Certificates);
