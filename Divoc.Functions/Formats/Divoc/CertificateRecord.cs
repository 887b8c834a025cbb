using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// DIVOC's stored record of a certificate as its API returns it (specification 02, section 7), with the registry's own members. Contact
/// details and <c>meta</c> are missing, because they are not stored after the issue.
/// </summary>
/// <param name="Name">The person's name.</param>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="CertificateId">The certificate's id.</param>
/// <param name="Certificate">The signed credential, an object; DIVOC's registry stores it as text, but its API returns an object.</param>
/// <param name="ProgramId">The programme; null for none.</param>
/// <param name="Id">The registry's id of the record: the certificate id, because each certificate has one record.</param>
/// <param name="Owners">The owner of the record: the partner; null for none.</param>
/// <param name="CreatedAt">When the certificate was issued.</param>
/// <param name="UpdatedAt">The time of the last change, or of the issue if there was none.</param>
public sealed record CertificateRecord(
    string Name,
    string PreEnrollmentCode,
    string CertificateId,
    JsonElement Certificate,
    string? ProgramId,
    [property: JsonPropertyName("osid")] string Id,
    [property: JsonPropertyName("osOwner")] IReadOnlyList<string>? Owners,
    [property: JsonPropertyName("osCreatedAt"), JsonConverter(typeof(InternetTimeConverter))] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("osUpdatedAt"), JsonConverter(typeof(InternetTimeConverter))] DateTimeOffset UpdatedAt)
{
    /// <summary>The record of a stored credential.</summary>
    /// <param name="stored">The credential.</param>
    /// <param name="listed">The certificate in its ledger.</param>
    public static CertificateRecord Of(ReadOnlyMemory<byte> stored, ListedCertificate listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        var credential = JsonElement.Parse(stored.Span);
        var subject = credential.GetProperty("credentialSubject");
        return new CertificateRecord(
            subject.GetProperty("name").GetString()!,
            subject.GetProperty("refId").GetString()!,
            listed.CertificateId,
            credential,
            listed.Key.Programme.Length == 0 ? null : listed.Key.Programme,
            listed.CertificateId,
            listed.Owner is null ? null : [listed.Owner],
            listed.IssuedAt,
            listed.Changes.Count == 0 ? listed.IssuedAt : listed.Changes[^1].At);
    }
}
