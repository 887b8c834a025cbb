using System.Text;
using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// DIVOC's stored record of a certificate (specification 02, section 7), as far as it is kept here: contact details and <c>meta</c> are not kept
/// once the certificate is issued.
/// </summary>
/// <param name="Name">The person's name.</param>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="CertificateId">The certificate's id.</param>
/// <param name="Certificate">The signed credential as text.</param>
/// <param name="ProgramId">The programme; null without one.</param>
public sealed record CertificateRecord(string Name, string PreEnrollmentCode, string CertificateId, string Certificate, string? ProgramId)
{
    /// <summary>The record of a stored credential.</summary>
    /// <param name="stored">The credential.</param>
    /// <param name="programme">The programme, or empty.</param>
    public static CertificateRecord Of(ReadOnlyMemory<byte> stored, string programme)
    {
        using var credential = JsonDocument.Parse(stored);
        var subject = credential.RootElement.GetProperty("credentialSubject");
        return new CertificateRecord(
            subject.GetProperty("name").GetString()!,
            subject.GetProperty("refId").GetString()!,
            credential.RootElement.GetProperty("evidence")[0].GetProperty("certificateId").GetString()!,
            Encoding.UTF8.GetString(stored.Span),
            programme.Length == 0 ? null : programme);
    }
}
