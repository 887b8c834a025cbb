using static Divoc.Functions.Formats.VerificationStatus;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>The reasons that only this format has. "Not bound" is about members that share a term (W1).</summary>
internal static class DivocReasons
{
    /// <summary>dose and totalDoses are neither integers from 1 on nor both empty.</summary>
    public static VerificationReason DoseNumber { get; } = new("DOSE_NUMBER", Invalid);

    /// <summary>The result is neither a word of the format nor one of the issuer's profile.</summary>
    public static VerificationReason ResultUnknown { get; } = new("RESULT_UNKNOWN", Invalid);

    /// <summary>The code is not an ICD-11 code of a vaccine.</summary>
    public static VerificationReason CodeForm { get; } = new("CODE_FORM", Invalid);

    /// <summary>The evidence has no id that contains the certificate id.</summary>
    public static VerificationReason NumberNotBound { get; } = new("NUMBER_NOT_BOUND", Indeterminate);

    /// <summary>The same values allow other dates that are in order.</summary>
    public static VerificationReason DatesNotBound { get; } = new("DATES_NOT_BOUND", Indeterminate);

    /// <summary>There is no end, and it can have been removed.</summary>
    public static VerificationReason EndNotBound { get; } = new("END_NOT_BOUND", Indeterminate);

    /// <summary>The number of the dose is higher than the number in the series.</summary>
    public static VerificationReason DosesNotBound { get; } = new("DOSES_NOT_BOUND", Indeterminate);

    /// <summary>Another member has a word for a result.</summary>
    public static VerificationReason ResultNotBound { get; } = new("RESULT_NOT_BOUND", Indeterminate);

    /// <summary>Another member has a word that is known for this one.</summary>
    public static VerificationReason WordsNotBound { get; } = new("WORDS_NOT_BOUND", Indeterminate);

    /// <summary>Vaccine, ICD-11 code and prophylaxis do not belong to the same vaccine.</summary>
    public static VerificationReason VaccineCodesDisagree { get; } = new("VACCINE_CODES_DISAGREE", Indeterminate);

    /// <summary>The certificate has no id, like DIVOC's first ones.</summary>
    public static VerificationReason NoCertificateId { get; } = new("NO_CERTIFICATE_ID", Valid);

    /// <summary>dose and totalDoses are empty, as in DIVOC's first certificates.</summary>
    public static VerificationReason DoseNotStated { get; } = new("DOSE_NOT_STATED", Valid);

    /// <summary>Members can be exchanged.</summary>
    public static VerificationReason FieldsNotBound { get; } = new("FIELDS_NOT_BOUND", Valid);

    /// <summary>Members can be exchanged, including the doses.</summary>
    public static VerificationReason FieldsAndDosesNotBound { get; } = FieldsNotBound with { Sentence = "FIELDS_NOT_BOUND_DOSES" };
}
