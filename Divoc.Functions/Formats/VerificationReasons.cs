using System.Text.Json.Serialization;
using static Divoc.Functions.Formats.VerificationStatus;

namespace Divoc.Functions.Formats;

/// <summary>Why a certificate got its status, or what its holder should know.</summary>
/// <param name="Code">A stable word of <see cref="VerificationReasons"/>.</param>
/// <param name="Message">A sentence for a traveller; holds nothing of the certificate.</param>
/// <param name="Status">The status that the reason leads to; <see cref="VerificationStatus.Valid"/> for what is only to be known. Not answered: the verdict has the gravest.</param>
/// <param name="Pointer">Where in the credential, as a JSON Pointer made of names that the format defines; null for the whole.</param>
public sealed record VerificationReason(string Code, string Message, [property: JsonIgnore] VerificationStatus Status, string? Pointer = null)
{
    /// <summary>All members that it is about, as JSON Pointers, where it is about several; null else.</summary>
    public IReadOnlyList<string>? Pointers { get; init; }
}

/// <summary>The reasons that every format can have. All codes are stable: verifiers' programs and translations go by them.</summary>
public static class VerificationReasons
{
    /// <summary>Two members of one name, text that is no Unicode, or numbers that no program reads alike.</summary>
    public static VerificationReason Malformed { get; } = new(
        "MALFORMED", "The certificate is damaged or was tampered with: it can be read in more than one way.", Invalid);

    /// <summary>The list of contexts is not that of a known kind, or the types are not those of the contexts.</summary>
    public static VerificationReason UnknownKind { get; } = new(
        "UNKNOWN_KIND", "This is not a kind of certificate that is known here.", Invalid);

    /// <summary>Something is there that credentials of this kind don't have.</summary>
    public static VerificationReason FieldUnexpected { get; } = new(
        "FIELD_UNEXPECTED", "The certificate was changed: it has a part that certificates of this kind don't have.", Invalid);

    /// <summary>Something is missing that each credential of this kind has.</summary>
    public static VerificationReason FieldMissing { get; } = new(
        "FIELD_MISSING", "The certificate is incomplete: a part is missing that every certificate of this kind has.", Invalid);

    /// <summary>A value of another type: a list where one value stands, a text where a number stands.</summary>
    public static VerificationReason FieldType { get; } = new(
        "FIELD_TYPE", "The certificate was changed: a part of it does not have the form in which it is issued.", Invalid);

    public static VerificationReason NoProof { get; } = new(
        "NO_PROOF", "The certificate carries no signature, so nobody vouches for it.", Invalid);

    /// <summary>A proof of another suite, purpose or algorithm, or a broken one.</summary>
    public static VerificationReason ProofUnsupported { get; } = new(
        "PROOF_UNSUPPORTED", "The signature of the certificate is not of a kind that is accepted here.", Invalid);

    /// <summary>No trusted key has the name that the proof tells.</summary>
    public static VerificationReason IssuerUnknown { get; } = new(
        "ISSUER_UNKNOWN", "The certificate was signed by somebody who is not among the trusted issuers.", Invalid);

    /// <summary>The keys of that name were not valid when the proof says that it was made.</summary>
    public static VerificationReason KeyNotValid { get; } = new(
        "KEY_NOT_VALID", "The certificate was signed with a key that was not valid on the day of signing.", Invalid);

    /// <summary>A key of ours that is out of use signed a credential whose content the registry does not list.</summary>
    public static VerificationReason KeyFormer { get; } = new(
        "KEY_FORMER", "The certificate was signed with a key that is no longer in use; its holder can fetch it anew.", Invalid);

    /// <summary>The signature does not belong to this document and a trusted key.</summary>
    public static VerificationReason SignatureWrong { get; } = new(
        "SIGNATURE_WRONG", "The signature does not fit: the certificate was changed after it was issued, or was never issued.", Invalid);

    /// <summary>The credential would lose something on its way to what is signed.</summary>
    public static VerificationReason NotWhollySigned { get; } = new(
        "NOT_WHOLLY_SIGNED", "The signature does not cover all of the certificate, so its content can't be trusted.", Invalid);

    /// <summary>The proof was made later than now.</summary>
    public static VerificationReason SignedInFuture { get; } = new(
        "SIGNED_IN_FUTURE", "The certificate says that it was signed at a time that is still to come.", Invalid);

    /// <summary>W2: the subject's id is no absolute IRI, and then a signature binds nothing about the person.</summary>
    public static VerificationReason SubjectIdRelative { get; } = new(
        "SUBJECT_ID_RELATIVE", "The certificate does not name its person in a way that a signature can protect.", Invalid);

    /// <summary>W1: the evidence's id does not end in the certificate id.</summary>
    public static VerificationReason CertificateIdMismatch { get; } = new(
        "CERTIFICATE_ID_MISMATCH", "The number of the certificate was changed: it is not the one under which it was issued.", Invalid);

    /// <summary>A date that can't be read.</summary>
    public static VerificationReason DateUnreadable { get; } = new(
        "DATE_UNREADABLE", "A date of the certificate can't be read.", Invalid);

    /// <summary>W1: dates in an order that can't be.</summary>
    public static VerificationReason DateOrder { get; } = new(
        "DATE_ORDER", "The dates of the certificate contradict each other.", Invalid);

    /// <summary>Signed by a key of ours, but the registry does not list it.</summary>
    public static VerificationReason NotIssued { get; } = new(
        "NOT_ISSUED", "The issuer has no record of this certificate.", Invalid);

    /// <summary>The registry lists the certificate with another content.</summary>
    public static VerificationReason NotAsIssued { get; } = new(
        "NOT_AS_ISSUED", "The certificate was changed: the issuer has it with another content.", Invalid);

    public static VerificationReason Revoked { get; } = new(
        "REVOKED", "The issuer has revoked this certificate; it is no longer worth anything.", VerificationStatus.Revoked);

    public static VerificationReason Suspended { get; } = new(
        "SUSPENDED", "The issuer has suspended this certificate; it does not hold for the time being.", VerificationStatus.Suspended);

    /// <summary>An update took its place.</summary>
    public static VerificationReason Superseded { get; } = new(
        "SUPERSEDED", "The issuer has replaced this certificate by a corrected one; ask for that one.", VerificationStatus.Superseded);

    /// <summary>Its last day is over.</summary>
    public static VerificationReason Expired { get; } = new(
        "EXPIRED", "The last day on which this certificate holds is over.", VerificationStatus.Expired);

    /// <summary>Its first day is still to come. It is genuine, so its status stays; whoever admits somebody looks at the day.</summary>
    public static VerificationReason NotYetEffective { get; } = new(
        "NOT_YET_EFFECTIVE", "The certificate is genuine, but its first day is still to come.", Valid);

    /// <summary>The personal data were erased at the issuer's. That ends nothing: the hash that is kept proves that this was issued.</summary>
    public static VerificationReason Erased { get; } = new(
        "ERASED", "The issuer has erased its own copy of this certificate; that it was issued with this content is still proven.", Valid);

    /// <summary>Its last day is over, but its issuer does not mean that day (<see cref="IssuerProfile.EndIsNotEnforced"/>).</summary>
    public static VerificationReason EndNotEnforced { get; } = new(
        "END_NOT_ENFORCED", "The last day on the certificate is over, but its issuer does not limit the certificate by that day.", Valid);

    /// <summary>Of other issuers: whether they revoked it can't be seen here.</summary>
    public static VerificationReason RevocationNotChecked { get; } = new(
        "REVOCATION_NOT_CHECKED", "Another authority issued this certificate; whether it was revoked can only be asked there.", Valid);

    /// <summary>Of our earlier systems, where the registry lists only a part of what they issued.</summary>
    public static VerificationReason NotListed { get; } = new(
        "NOT_LISTED", "An earlier system of the issuer made this certificate; whether it was revoked can't be told here.", Valid);
}
