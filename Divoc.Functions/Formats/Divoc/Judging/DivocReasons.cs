using static Divoc.Functions.Formats.VerificationStatus;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>The reasons that only this format has. "Not bound" are those of members that share a term (W1).</summary>
internal static class DivocReasons
{
    /// <summary>dose and totalDoses are neither whole numbers from 1 on nor both empty.</summary>
    public static VerificationReason DoseNumber { get; } = new("DOSE_NUMBER", Invalid);

    /// <summary>Neither a word of the format nor one of the issuer's profile.</summary>
    public static VerificationReason ResultUnknown { get; } = new("RESULT_UNKNOWN", Invalid);

    /// <summary>No code of ICD-11 for a vaccine.</summary>
    public static VerificationReason CodeForm { get; } = new("CODE_FORM", Invalid);

    /// <summary>The evidence has no id that tells the certificate id.</summary>
    public static VerificationReason NumberNotBound { get; } = new("NUMBER_NOT_BOUND", Indeterminate);

    /// <summary>Other dates in order can be made of the same values.</summary>
    public static VerificationReason DatesNotBound { get; } = new("DATES_NOT_BOUND", Indeterminate);

    /// <summary>There is no end, and it can have been removed.</summary>
    public static VerificationReason EndNotBound { get; } = new("END_NOT_BOUND", Indeterminate);

    /// <summary>A dose of a higher number than the series has.</summary>
    public static VerificationReason DosesNotBound { get; } = new("DOSES_NOT_BOUND", Indeterminate);

    /// <summary>Another member holds a word for a result.</summary>
    public static VerificationReason ResultNotBound { get; } = new("RESULT_NOT_BOUND", Indeterminate);

    /// <summary>Another member holds a word that is known for this one.</summary>
    public static VerificationReason WordsNotBound { get; } = new("WORDS_NOT_BOUND", Indeterminate);

    /// <summary>Vaccine, ICD-11 code and prophylaxis are not of one vaccine.</summary>
    public static VerificationReason VaccineCodesDisagree { get; } = new("VACCINE_CODES_DISAGREE", Indeterminate);

    /// <summary>The certificate has no id, as DIVOC's first ones had none.</summary>
    public static VerificationReason NoCertificateId { get; } = new("NO_CERTIFICATE_ID", Valid);

    /// <summary>dose and totalDoses are empty, as in DIVOC's first certificates.</summary>
    public static VerificationReason DoseNotStated { get; } = new("DOSE_NOT_STATED", Valid);

    /// <summary>Members can be exchanged.</summary>
    public static VerificationReason FieldsNotBound { get; } = new("FIELDS_NOT_BOUND", Valid);

    /// <summary>Members can be exchanged, the doses among them.</summary>
    public static VerificationReason FieldsAndDosesNotBound { get; } = FieldsNotBound with { Sentence = "FIELDS_NOT_BOUND_DOSES" };
}
