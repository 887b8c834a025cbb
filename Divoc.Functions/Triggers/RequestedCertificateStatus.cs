namespace Divoc.Functions.Triggers;

/// <summary>What has become of one element of a request.</summary>
/// <param name="Index">Place in the array.</param>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="CertificateId">Its certificate, or for a duplicate or a conflict the one that stands in its place.</param>
/// <param name="Status"><c>queued</c>, <c>issued</c>, <c>duplicate</c>, <c>conflict</c> or <c>failed</c>.</param>
/// <param name="IssuedAt">When it was issued; null unless this element was.</param>
/// <param name="Links">Where credential, QR image and page are; null unless a certificate exists.</param>
/// <param name="Reason">Why it failed; null unless it did.</param>
/// <param name="Detail">The sentence to the reason.</param>
internal sealed record RequestedCertificateStatus(
    int Index,
    string PreEnrollmentCode,
    string CertificateId,
    string Status,
    DateTimeOffset? IssuedAt,
    CertificateLinks? Links,
    string? Reason,
    string? Detail);
