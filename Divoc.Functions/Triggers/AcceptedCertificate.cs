namespace Divoc.Functions.Triggers;

/// <summary>One element of an accepted request: its certificate's id and where it will be.</summary>
/// <param name="Index">Place in the array.</param>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="CertificateId">The id minted for it, or that of the certificate it duplicates.</param>
/// <param name="Status"><c>queued</c> or <c>duplicate</c>.</param>
/// <param name="Url">Where the certificate is, or will be.</param>
/// <param name="Replaces">The certificate that it is to replace; null unless the request is an update.</param>
internal sealed record AcceptedCertificate(int Index, string PreEnrollmentCode, string CertificateId, string Status, string Url, string? Replaces);
