namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Why an event gets no health card.</summary>
internal static class CardRefusals
{
    /// <summary>The longest JWS in a QR code of version 22, in characters, at level L.</summary>
    public const int LongestInQr = 1195;

    /// <summary>The vaccine's name means no product, or none of the code systems has it.</summary>
    public static FormatRefusal Vaccine { get; } = new(
        "CARD_VACCINE_WITHOUT_CODE",
        "No code system in the settings has a vaccine with the name in the event, or the name can mean several vaccines.",
        "Correct the event with the product's name, such as Comirnaty.");

    /// <summary>The disease is not known, so neither is what the test is for.</summary>
    public static FormatRefusal Disease { get; } = new(
        "CARD_DISEASE_WITHOUT_CODE",
        "SMART Health Cards of tests are made for COVID-19 only.",
        "If it is another spelling of COVID-19, correct the disease to COVID-19.");

    /// <summary>A kind of test without a code, or another spelling.</summary>
    public static FormatRefusal TestKind { get; } = new(
        "CARD_TEST_WITHOUT_CODE",
        "LOINC's codes for SMART Health Cards have no code for a test of the kind in the event.",
        "If it is another spelling of a known kind, correct testType, for example to RT-PCR or RAT.");

    /// <summary>A result without a code.</summary>
    public static FormatRefusal Result { get; } = new(
        "CARD_RESULT_WITHOUT_CODE",
        "The result in the event has no code.",
        "This result can't be used. Certify the result of another test.");

    /// <summary>Too many doses, or too long names.</summary>
    public static FormatRefusal TooLargeForQr { get; } = new(
        "CARD_TOO_LARGE_FOR_QR",
        "The SMART Health Card is too large for the single QR code that it may have (version 22).",
        "Fetch the card's file instead; wallets can read it.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FormatRefusal> All { get; } = [FormatRefusal.NoCodes, Vaccine, Disease, TestKind, Result, FormatRefusal.Over, TooLargeForQr];
}
