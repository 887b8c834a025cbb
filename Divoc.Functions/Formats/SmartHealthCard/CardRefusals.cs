namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Why an event gets no health card.</summary>
internal static class CardRefusals
{
    /// <summary>The longest JWS in a QR code of version 22, in characters, at level L.</summary>
    public const int LongestInQr = 1195;

    /// <summary>The vaccine's name names no product, or no code system has the product.</summary>
    public static FormatRefusal Vaccine { get; } = new(
        "CARD_VACCINE_WITHOUT_CODE",
        "No code system in the settings has a vaccine with the name in the event, or the name can mean several vaccines.",
        "Correct the event with the product's name, such as Comirnaty.");

    /// <summary>The disease is unknown, so the purpose of the test is unknown too.</summary>
    public static FormatRefusal Disease { get; } = new(
        "CARD_DISEASE_WITHOUT_CODE",
        "SMART Health Cards of tests are made for COVID-19 only.",
        "If it is another spelling of COVID-19, correct the disease to COVID-19.");

    /// <summary>The kind of test has no code, or is spelt differently.</summary>
    public static FormatRefusal TestKind { get; } = new(
        "CARD_TEST_WITHOUT_CODE",
        "LOINC's codes for SMART Health Cards have no code for a test of the kind in the event.",
        "If it is another spelling of a known kind, correct testType, for example to RT-PCR or RAT.");

    /// <summary>The result has no code.</summary>
    public static FormatRefusal Result { get; } = new(
        "CARD_RESULT_WITHOUT_CODE",
        "The result in the event has no code.",
        "This result can't be used. Certify the result of another test.");

    /// <summary>There are too many doses, or names are too long.</summary>
    public static FormatRefusal TooLargeForQr { get; } = new(
        "CARD_TOO_LARGE_FOR_QR",
        "The SMART Health Card is too large for the single QR code that it may have (version 22).",
        "Fetch the card's file instead; wallets can read it.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FormatRefusal> All { get; } =
        [FormatRefusal.NoCodes, Vaccine, Disease, TestKind, Result, FormatRefusal.Over, TooLargeForQr];
}
