namespace Divoc.Functions.Triggers;

/// <summary>What has become of a request.</summary>
internal sealed record RequestStatusBody(string RequestId, DateTimeOffset AcceptedAt, IReadOnlyList<RequestedCertificateStatus> Certificates);
