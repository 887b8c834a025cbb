namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>The reasons that only this format has.</summary>
internal static class CardReasons
{
    /// <summary>
    /// The issuer in the card is not an https URL without a slash at its end, or the key that signed it belongs to another issuer.
    /// </summary>
    public static VerificationReason IssuerNotOfKey { get; } = new("ISSUER_NOT_OF_KEY", VerificationStatus.Invalid, "/iss");
}
