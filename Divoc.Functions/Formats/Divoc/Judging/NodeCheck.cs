using System.Buffers;
using Divoc.Functions.LinkedData;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 3, the nodes: the ids of person and event, and whether the certificate id is the one in the event's id.</summary>
internal static class NodeCheck
{
    // DIVOC's first signers wrote this word into the address if the certificate had no id.
    private const string NoId = "undefined";

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("/?=#:&");

    /// <summary>Finds what is wrong, and what the signature does not bind.</summary>
    public static IEnumerable<VerificationReason> Of(PresentedCredential credential)
    {
        if (credential.Subject.TryGetProperty("id", out var subject) && !Iri.IsWellFormed(subject.GetString()!))
        {
            yield return VerificationReasons.SubjectIdRelative with { Pointer = "/credentialSubject/id" };
        }

        if (credential.EvidenceId.Length == 0)
        {
            yield return DivocReasons.NumberNotBound with { Pointer = "/evidence/0/certificateId" };
        }
        else if (!Iri.IsWellFormed(credential.EvidenceId))
        {
            yield return VerificationReasons.CertificateIdMismatch with { Pointer = "/evidence/0/id" };
        }
        else if (NumberOf(credential) is { } reason)
        {
            yield return reason with { Pointer = "/evidence/0/certificateId" };
        }
    }

    /// <summary>
    /// The base URLs of a trusted issuer, present and former, are not known here; so the certificate id is the part after the last
    /// delimiter.
    /// </summary>
    private static VerificationReason? NumberOf(PresentedCredential credential)
    {
        var end = credential.EvidenceId[(credential.EvidenceId.AsSpan().LastIndexOfAny(Delimiters) + 1)..];
        if (credential.CertificateId.Length > 0)
        {
            return credential.CertificateId == end ? null : VerificationReasons.CertificateIdMismatch;
        }

        return end is "" or NoId ? DivocReasons.NoCertificateId : VerificationReasons.CertificateIdMismatch;
    }
}
