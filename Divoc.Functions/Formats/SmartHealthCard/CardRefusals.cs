namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Why an event gets no health card.</summary>
internal static class CardRefusals
{
    /// <summary>The longest JWS in a QR code of version 22, in characters, at level L.</summary>
    public const int LongestInQr = 1195;

    /// <summary>The vaccine's name names no product, or no code system has the product.</summary>
    public static FormatRefusal Vaccine { get; } = new(
        "CARD_VACCINE_WITHOUT_CODE",
        "No code system of the settings has a vaccine of the name in the event, or the name can mean several.",
        "Correct the event with the name of the product, such as Comirnaty.");

    /// <summary>The disease is unknown, so the purpose of the test is unknown too.</summary>
    public static FormatRefusal Disease { get; } = new(
        "CARD_DISEASE_WITHOUT_CODE", "Health cards are made of tests for COVID-19 only.", "Correct the disease, such as COVID-19, where it is another spelling of it.");

    /// <summary>The kind of test has no code, or is spelt differently.</summary>
    public static FormatRefusal TestKind { get; } = new(
        "CARD_TEST_WITHOUT_CODE", "LOINC's codes for cards have no test of the kind in the event.", "Correct testType, such as RT-PCR or RAT, where it is another spelling of it.");

    /// <summary>The result has no code.</summary>
    public static FormatRefusal Result { get; } = new(
        "CARD_RESULT_WITHOUT_CODE", "The result in the event has no code.", "Certify the result of another test.");

    /// <summary>There are too many doses, or names are too long.</summary>
    public static FormatRefusal TooLargeForQr { get; } = new(
        "CARD_TOO_LARGE_FOR_QR", "The card is larger than the one QR code that health cards may have (version 22).", "Fetch the file instead; wallets read that too.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FormatRefusal> All { get; } = [FormatRefusal.NoCodes, Vaccine, Disease, TestKind, Result, FormatRefusal.Over, TooLargeForQr];
}
