namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// Why an event gets no EU certificate. A field is never left empty instead, because verifiers would call such a certificate forged.
/// </summary>
internal static class EuRefusals
{
    /// <summary>The vaccine's name names no product, or one that is not in the EU's value sets.</summary>
    public static FormatRefusal Vaccine { get; } = new(
        "VACCINE_WITHOUT_CODE",
        "The EU's value sets have no vaccine with the name in the event, or the name can mean several vaccines.",
        "Correct the event with the product's name, such as Comirnaty.");

    /// <summary>The disease is not the one that is certified.</summary>
    public static FormatRefusal Disease { get; } = new(
        "DISEASE_WITHOUT_CODE",
        "EU certificates are about COVID-19 only, and the event names another disease.",
        "If it is another spelling of COVID-19, correct the disease to COVID-19.");

    /// <summary>The kind of test is not certified, or is spelt differently.</summary>
    public static FormatRefusal TestKind { get; } = new(
        "TEST_KIND_WITHOUT_CODE",
        "EU certificates do not exist for tests of the kind in the event.",
        "If it is another spelling of a known kind, correct testType, for example to RT-PCR or RAT.");

    /// <summary>The result is neither positive nor negative.</summary>
    public static FormatRefusal Result { get; } = new(
        "RESULT_WITHOUT_CODE",
        "EU certificates exist for positive and negative results only.",
        "This result can't be used. Certify the result of another test.");

    /// <summary>The text of the country names no country.</summary>
    public static FormatRefusal Country { get; } = new(
        "COUNTRY_UNKNOWN",
        "The country in the facility's address is not in ISO 3166-1.",
        "Correct it to a code of two or three letters, or to the English name.");

    /// <summary>The name has letters that are in no table.</summary>
    public static FormatRefusal Name { get; } = new(
        "NAME_NOT_TRANSLITERABLE",
        "The name has a character that the tables for passports can't write in A to Z.",
        "Correct the event with recipient.familyName and recipient.givenName in Latin, Cyrillic, Greek or Arabic letters.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FormatRefusal> All { get; } =
        [FormatRefusal.NoCodes, Vaccine, Disease, TestKind, Result, Country, Name, FormatRefusal.Over];
}
