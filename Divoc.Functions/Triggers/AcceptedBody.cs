using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>The answer to an accepted certify request.</summary>
internal sealed record AcceptedBody(
    string RequestId,
    string StatusUrl,
    IReadOnlyList<ValidationMessage> Warnings,
    IReadOnlyList<AcceptedCertificate> Certificates);
