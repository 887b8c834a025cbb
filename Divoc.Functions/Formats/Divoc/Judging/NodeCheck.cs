using System.Buffers;
using Divoc.Functions.LinkedData;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 3, the nodes: what the ids of person and event say, and whether the certificate id is the one in the event's.</summary>
internal static class NodeCheck
{
    // DIVOC's first signers put the word into the address where the certificate had no id.
    private const string NoId = "undefined";

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("/?=#:&");

    /// <summary>What is wrong or open.</summary>
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
    /// The base URL of a trusted issuer is not known here, nor those that it had before; so the certificate id is what follows the last delimiter.
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
