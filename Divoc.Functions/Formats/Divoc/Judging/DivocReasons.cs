using static Divoc.Functions.Formats.VerificationStatus;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>The reasons that only this format has. "Not bound" are those of members that share a term (W1).</summary>
internal static class DivocReasons
{
    /// <summary>dose and totalDoses are neither whole numbers from 1 on nor both empty.</summary>
    public static VerificationReason DoseNumber { get; } = new(
        "DOSE_NUMBER", "The number of the dose is not one whole number.", Invalid);

    /// <summary>Neither a word of the format nor one of the issuer's profile.</summary>
    public static VerificationReason ResultUnknown { get; } = new(
        "RESULT_UNKNOWN", "The result of the test is none that this issuer writes.", Invalid);

    /// <summary>No code of ICD-11 for a vaccine.</summary>
    public static VerificationReason CodeForm { get; } = new(
        "CODE_FORM", "The code of the vaccine does not have the form of such codes.", Invalid);

    /// <summary>The evidence has no id that tells the certificate id.</summary>
    public static VerificationReason NumberNotBound { get; } = new(
        "NUMBER_NOT_BOUND", "The issuer signed these values, but the signature does not prove that this is the number of the certificate.", Indeterminate);

    /// <summary>Other dates in order can be made of the same values.</summary>
    public static VerificationReason DatesNotBound { get; } = new(
        "DATES_NOT_BOUND", "The issuer signed these dates, but the signature does not prove which of them is which.", Indeterminate);

    /// <summary>There is no end, and it can have been removed.</summary>
    public static VerificationReason EndNotBound { get; } = new(
        "END_NOT_BOUND", "The certificate names no last day, and the signature does not prove that it never had one.", Indeterminate);

    /// <summary>A dose of a higher number than the series has.</summary>
    public static VerificationReason DosesNotBound { get; } = new(
        "DOSES_NOT_BOUND", "The issuer signed these numbers, but the signature does not prove which is the dose and which is the number of doses needed.", Indeterminate);

    /// <summary>Another member holds a word for a result.</summary>
    public static VerificationReason ResultNotBound { get; } = new(
        "RESULT_NOT_BOUND", "The issuer signed these words, but the signature does not prove which of them is the result.", Indeterminate);

    /// <summary>Another member holds a word that is known for this one.</summary>
    public static VerificationReason WordsNotBound { get; } = new(
        "WORDS_NOT_BOUND", "The issuer signed these words, but the signature does not prove which field each of them belongs to.", Indeterminate);

    /// <summary>Vaccine, ICD-11 code and prophylaxis are not of one vaccine.</summary>
    public static VerificationReason VaccineCodesDisagree { get; } = new(
        "VACCINE_CODES_DISAGREE", "The name of the vaccine and its code do not belong together, so the fields may have been exchanged.", Indeterminate);

    /// <summary>The certificate has no id, as DIVOC's first ones had none.</summary>
    public static VerificationReason NoCertificateId { get; } = new(
        "NO_CERTIFICATE_ID", "The certificate has no number, so its issuer can't be asked about it.", Valid);

    /// <summary>dose and totalDoses are empty, as in DIVOC's first certificates.</summary>
    public static VerificationReason DoseNotStated { get; } = new(
        "DOSE_NOT_STATED", "The certificate does not say which dose was given.", Valid);

    /// <summary>Members can be exchanged.</summary>
    public static VerificationReason FieldsNotBound { get; } = new(
        "FIELDS_NOT_BOUND",
        "The signature is good, but some fields, such as vaccine and manufacturer, could have been exchanged; only the issuer can tell.",
        Valid);

    /// <summary>Members can be exchanged, the doses among them.</summary>
    public static VerificationReason FieldsAndDosesNotBound { get; } = FieldsNotBound with
    {
        Message = "The signature is good, but some fields, the dose and the number of doses among them, could have been exchanged; only the issuer can tell.",
    };
}
