using static Divoc.Functions.Formats.VerificationStatus;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>The reasons that only this format has.</summary>
internal static class DivocReasons
{
    /// <summary>W1: dose and totalDoses are not whole numbers from 1 on.</summary>
    public static VerificationReason DoseNumber { get; } = new(
        "DOSE_NUMBER", "The number of the dose is not one whole number.", Invalid);

    /// <summary>W1, of other issuers: the signature leaves open which of several fields holds which value.</summary>
    public static VerificationReason FieldsNotBound { get; } = new(
        "FIELDS_NOT_BOUND", "The signature is good, but certificates of this form leave room to exchange some fields, such as vaccine and manufacturer; only the issuer can tell whether that was done.", Valid);
}
