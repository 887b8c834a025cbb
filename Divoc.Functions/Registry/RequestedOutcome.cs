namespace Divoc.Functions.Registry;

/// <summary>What has become of one element of a request.</summary>
/// <param name="State">Its state.</param>
/// <param name="CertificateId">The certificate that exists or is on its way: for a duplicate or a conflict the one that stands in its place.</param>
/// <param name="IssuedAt">When the certificate was listed; null unless this element was issued.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
public sealed record RequestedOutcome(RequestedState State, string CertificateId, DateTimeOffset? IssuedAt = null, FailureRecord? Failure = null);
