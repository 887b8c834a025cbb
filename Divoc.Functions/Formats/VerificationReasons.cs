using static Divoc.Functions.Formats.VerificationStatus;

namespace Divoc.Functions.Formats;

/// <summary>
/// Why a certificate got its status, or what its holder should know. <see cref="VerdictSentences"/> has the sentence for a traveller.
/// </summary>
/// <param name="Code">A stable code of <see cref="VerificationReasons"/>, or of the format.</param>
/// <param name="Status">
/// The status that the reason leads to; <see cref="VerificationStatus.Valid"/> for information only. It is not in answers: the verdict has
/// the worst one.
/// </param>
/// <param name="Pointer">The place in the credential, as a JSON Pointer of names that the format defines; null for the whole.</param>
public sealed record VerificationReason(string Code, VerificationStatus Status, string? Pointer = null)
{
    /// <summary>All members that it is about, as JSON Pointers, if there are several; null else.</summary>
    public IReadOnlyList<string>? Pointers { get; init; }

    /// <summary>The key of its sentence: the code, unless one code has several sentences.</summary>
    public string Sentence
    {
        get => field ?? Code;
        init;
    }
}

/// <summary>The reasons that every format can have. All codes are stable: verifiers' programs and translations depend on them.</summary>
public static class VerificationReasons
{
    /// <summary>Two members with the same name, text that is not valid Unicode, or numbers that programs read differently.</summary>
    public static VerificationReason Malformed { get; } = new("MALFORMED", Invalid);

    /// <summary>The list of contexts is not of a known kind, or the types do not fit the contexts.</summary>
    public static VerificationReason UnknownKind { get; } = new("UNKNOWN_KIND", Invalid);

    /// <summary>It has something that credentials of this kind don't have.</summary>
    public static VerificationReason FieldUnexpected { get; } = new("FIELD_UNEXPECTED", Invalid);

    /// <summary>Something is missing that every credential of this kind has.</summary>
    public static VerificationReason FieldMissing { get; } = new("FIELD_MISSING", Invalid);

    /// <summary>A value of another type: a list instead of one value, a text instead of a number.</summary>
    public static VerificationReason FieldType { get; } = new("FIELD_TYPE", Invalid);

    public static VerificationReason NoProof { get; } = new("NO_PROOF", Invalid);

    /// <summary>A proof with another suite, purpose or algorithm, or a broken one.</summary>
    public static VerificationReason ProofUnsupported { get; } = new("PROOF_UNSUPPORTED", Invalid);

    /// <summary>No trusted key has the name in the proof.</summary>
    public static VerificationReason IssuerUnknown { get; } = new("ISSUER_UNKNOWN", Invalid);

    /// <summary>The keys with that name were not valid at the time of the proof.</summary>
    public static VerificationReason KeyNotValid { get; } = new("KEY_NOT_VALID", Invalid);

    /// <summary>A key of this service that is out of use signed a credential whose content the registry does not list.</summary>
    public static VerificationReason KeyFormer { get; } = new("KEY_FORMER", Invalid);

    /// <summary>The signature does not fit this document and a trusted key.</summary>
    public static VerificationReason SignatureWrong { get; } = new("SIGNATURE_WRONG", Invalid);

    /// <summary>Parts of the credential would be lost in the form that is signed.</summary>
    public static VerificationReason NotWhollySigned { get; } = new("NOT_WHOLLY_SIGNED", Invalid);

    /// <summary>The time of the proof is in the future.</summary>
    public static VerificationReason SignedInFuture { get; } = new("SIGNED_IN_FUTURE", Invalid);

    /// <summary>W2: the subject's id is not an absolute IRI; then a signature proves nothing about the person.</summary>
    public static VerificationReason SubjectIdRelative { get; } = new("SUBJECT_ID_RELATIVE", Invalid);

    /// <summary>W1: the evidence's id does not end in the certificate id.</summary>
    public static VerificationReason CertificateIdMismatch { get; } = new("CERTIFICATE_ID_MISMATCH", Invalid);

    /// <summary>A date that can't be read.</summary>
    public static VerificationReason DateUnreadable { get; } = new("DATE_UNREADABLE", Invalid);

    /// <summary>W1: dates in an impossible order.</summary>
    public static VerificationReason DateOrder { get; } = new("DATE_ORDER", Invalid);

    /// <summary>Signed by a key of this service, but the registry does not list it.</summary>
    public static VerificationReason NotIssued { get; } = new("NOT_ISSUED", Invalid);

    /// <summary>The registry lists the certificate with another content.</summary>
    public static VerificationReason NotAsIssued { get; } = new("NOT_AS_ISSUED", Invalid);

    public static VerificationReason Revoked { get; } = new("REVOKED", VerificationStatus.Revoked);

    public static VerificationReason Suspended { get; } = new("SUSPENDED", VerificationStatus.Suspended);

    /// <summary>An update replaced it.</summary>
    public static VerificationReason Superseded { get; } = new("SUPERSEDED", VerificationStatus.Superseded);

    /// <summary>Its last day is over.</summary>
    public static VerificationReason Expired { get; } = new("EXPIRED", VerificationStatus.Expired);

    /// <summary>
    /// Its first day is still to come. It is genuine, so its status does not change; whoever admits somebody must look at the day.
    /// </summary>
    public static VerificationReason NotYetEffective { get; } = new("NOT_YET_EFFECTIVE", Valid);

    /// <summary>
    /// The issuer erased the personal data. That does not end the validity: the stored hash proves that this credential was issued.
    /// </summary>
    public static VerificationReason Erased { get; } = new("ERASED", Valid);

    /// <summary>Its last day is over, but its issuer does not enforce that day (<see cref="IssuerProfile.EndIsNotEnforced"/>).</summary>
    public static VerificationReason EndNotEnforced { get; } = new("END_NOT_ENFORCED", Valid);

    /// <summary>For other issuers: it is not known here whether they revoked it.</summary>
    public static VerificationReason RevocationNotChecked { get; } = new("REVOCATION_NOT_CHECKED", Valid);

    /// <summary>For earlier systems of this issuer: the registry lists only some of their certificates.</summary>
    public static VerificationReason NotListed { get; } = new("NOT_LISTED", Valid);
}
