namespace Divoc.Functions.Triggers;

/// <summary>
/// DIVOC's stored record of a certificate (specification 02, section 7), as far as it is kept here: contact details and <c>meta</c> are not kept
/// once the certificate is issued.
/// </summary>
/// <param name="Name">The person's name.</param>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="CertificateId">The certificate's id.</param>
/// <param name="Certificate">The signed credential as text.</param>
/// <param name="ProgramId">The programme; null without one.</param>
internal sealed record CertificateRecordBody(string Name, string PreEnrollmentCode, string CertificateId, string Certificate, string? ProgramId);
