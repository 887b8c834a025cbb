using static Divoc.Functions.Formats.VerificationStatus;

namespace Divoc.Functions.Formats;

/// <summary>Why a certificate got its status, or what its holder should know. <see cref="VerdictSentences"/> has the sentence for a traveller.</summary>
/// <param name="Code">A stable word of <see cref="VerificationReasons"/>, or of the format.</param>
/// <param name="Status">
/// The status that the reason leads to; <see cref="VerificationStatus.Valid"/> for what is only to be known. Not answered: the verdict has the gravest.
/// </param>
/// <param name="Pointer">Where in the credential, as a JSON Pointer made of names that the format defines; null for the whole.</param>
public sealed record VerificationReason(string Code, VerificationStatus Status, string? Pointer = null)
{
    /// <summary>All members that it is about, as JSON Pointers, where it is about several; null else.</summary>
    public IReadOnlyList<string>? Pointers { get; init; }

    /// <summary>The key of its sentence: the code, unless one code has several sentences.</summary>
    public string Sentence
    {
        get => field ?? Code;
        init;
    }
}

/// <summary>The reasons that every format can have. All codes are stable: verifiers' programs and translations go by them.</summary>
public static class VerificationReasons
{
    /// <summary>Two members of one name, text that is no Unicode, or numbers that no program reads alike.</summary>
    public static VerificationReason Malformed { get; } = new("MALFORMED", Invalid);

    /// <summary>The list of contexts is not that of a known kind, or the types are not those of the contexts.</summary>
    public static VerificationReason UnknownKind { get; } = new("UNKNOWN_KIND", Invalid);

    /// <summary>Something is there that credentials of this kind don't have.</summary>
    public static VerificationReason FieldUnexpected { get; } = new("FIELD_UNEXPECTED", Invalid);

    /// <summary>Something is missing that each credential of this kind has.</summary>
    public static VerificationReason FieldMissing { get; } = new("FIELD_MISSING", Invalid);

    /// <summary>A value of another type: a list where one value stands, a text where a number stands.</summary>
    public static VerificationReason FieldType { get; } = new("FIELD_TYPE", Invalid);

    public static VerificationReason NoProof { get; } = new("NO_PROOF", Invalid);

    /// <summary>A proof of another suite, purpose or algorithm, or a broken one.</summary>
    public static VerificationReason ProofUnsupported { get; } = new("PROOF_UNSUPPORTED", Invalid);

    /// <summary>No trusted key has the name that the proof tells.</summary>
    public static VerificationReason IssuerUnknown { get; } = new("ISSUER_UNKNOWN", Invalid);

    /// <summary>The keys of that name were not valid when the proof says that it was made.</summary>
    public static VerificationReason KeyNotValid { get; } = new("KEY_NOT_VALID", Invalid);

    /// <summary>A key of ours that is out of use signed a credential whose content the registry does not list.</summary>
    public static VerificationReason KeyFormer { get; } = new("KEY_FORMER", Invalid);

    /// <summary>The signature does not belong to this document and a trusted key.</summary>
    public static VerificationReason SignatureWrong { get; } = new("SIGNATURE_WRONG", Invalid);

    /// <summary>The credential would lose something on its way to what is signed.</summary>
    public static VerificationReason NotWhollySigned { get; } = new("NOT_WHOLLY_SIGNED", Invalid);

    /// <summary>The proof was made later than now.</summary>
    public static VerificationReason SignedInFuture { get; } = new("SIGNED_IN_FUTURE", Invalid);

    /// <summary>W2: the subject's id is no absolute IRI, and then a signature binds nothing about the person.</summary>
    public static VerificationReason SubjectIdRelative { get; } = new("SUBJECT_ID_RELATIVE", Invalid);

    /// <summary>W1: the evidence's id does not end in the certificate id.</summary>
    public static VerificationReason CertificateIdMismatch { get; } = new("CERTIFICATE_ID_MISMATCH", Invalid);

    /// <summary>A date that can't be read.</summary>
    public static VerificationReason DateUnreadable { get; } = new("DATE_UNREADABLE", Invalid);

    /// <summary>W1: dates in an order that can't be.</summary>
    public static VerificationReason DateOrder { get; } = new("DATE_ORDER", Invalid);

    /// <summary>Signed by a key of ours, but the registry does not list it.</summary>
    public static VerificationReason NotIssued { get; } = new("NOT_ISSUED", Invalid);

    /// <summary>The registry lists the certificate with another content.</summary>
    public static VerificationReason NotAsIssued { get; } = new("NOT_AS_ISSUED", Invalid);

    public static VerificationReason Revoked { get; } = new("REVOKED", VerificationStatus.Revoked);

    public static VerificationReason Suspended { get; } = new("SUSPENDED", VerificationStatus.Suspended);

    /// <summary>An update took its place.</summary>
    public static VerificationReason Superseded { get; } = new("SUPERSEDED", VerificationStatus.Superseded);

    /// <summary>Its last day is over.</summary>
    public static VerificationReason Expired { get; } = new("EXPIRED", VerificationStatus.Expired);

    /// <summary>Its first day is still to come. It is genuine, so its status stays; whoever admits somebody looks at the day.</summary>
    public static VerificationReason NotYetEffective { get; } = new("NOT_YET_EFFECTIVE", Valid);

    /// <summary>The personal data were erased at the issuer's. That ends nothing: the hash that is kept proves that this was issued.</summary>
    public static VerificationReason Erased { get; } = new("ERASED", Valid);

    /// <summary>Its last day is over, but its issuer does not mean that day (<see cref="IssuerProfile.EndIsNotEnforced"/>).</summary>
    public static VerificationReason EndNotEnforced { get; } = new("END_NOT_ENFORCED", Valid);

    /// <summary>Of other issuers: whether they revoked it can't be seen here.</summary>
    public static VerificationReason RevocationNotChecked { get; } = new("REVOCATION_NOT_CHECKED", Valid);

    /// <summary>Of our earlier systems, where the registry lists only a part of what they issued.</summary>
    public static VerificationReason NotListed { get; } = new("NOT_LISTED", Valid);
}
