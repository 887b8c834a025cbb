namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Why an event gets no WHO document. A required field is never left empty or invented.</summary>
internal static class DdccRefusals
{
    /// <summary>It was issued by a version of the program that stored no codes.</summary>
    public static FormatRefusal NoCodes { get; } = new(
        "CODES_NOT_KEPT",
        "The certificate was issued before the codes of its event were kept.",
        "Correct the event with an update that changes something: the new certificate has the codes.");

    /// <summary>Only the age is known, or nothing.</summary>
    public static FormatRefusal BirthDate { get; } = new(
        "BIRTH_DATE_UNKNOWN",
        "A WHO document needs a date of birth, but not even the year of birth is known.",
        "Correct the event with recipient.dob.");

    /// <summary>The vaccine's name names no product, or one without a code in ICD-11.</summary>
    public static FormatRefusal Vaccine { get; } = new(
        "VACCINE_WITHOUT_CODE",
        "ICD-11 has no code for a vaccine with the name in the event, or the name can mean several vaccines.",
        "Correct the event with the product's name, such as Comirnaty.");

    /// <summary>The disease is not the one that is certified.</summary>
    public static FormatRefusal Disease { get; } = new(
        "DISEASE_WITHOUT_CODE",
        "WHO documents are about COVID-19 only, and the event names another disease.",
        "If it is another spelling of COVID-19, correct the disease to COVID-19.");

    /// <summary>The kind of test is not in the WHO's value set, or is spelt differently.</summary>
    public static FormatRefusal TestKind { get; } = new(
        "TEST_KIND_WITHOUT_CODE",
        "The WHO's value set does not have tests of the kind in the event.",
        "If it is another spelling of a known kind, correct testType, for example to RT-PCR or RAT.");

    /// <summary>The result is neither positive nor negative.</summary>
    public static FormatRefusal Result { get; } = new(
        "RESULT_WITHOUT_CODE",
        "WHO documents exist for positive and negative results only.",
        "This result can't be used. Certify the result of another test.");

    /// <summary>The origin of the sample is missing, or is not in the WHO's value set.</summary>
    public static FormatRefusal SampleOrigin { get; } = new(
        "SAMPLE_ORIGIN_WITHOUT_CODE",
        "A WHO document about a test says where the sample was taken from. The event does not say it, or the WHO's value set does not "
        + "have it.",
        "Correct the event with testDetails.sampleOrigin, such as Nasopharyngeal swab, Throat swab, Nasal swab, Saliva or Blood.");

    /// <summary>The manufacturer of the test is missing.</summary>
    public static FormatRefusal Manufacturer { get; } = new(
        "TEST_MANUFACTURER_MISSING",
        "A WHO document about a test names the manufacturer of the test, but the event does not.",
        "Correct the event with testDetails.manufacturer.");

    /// <summary>The text of the country names no country.</summary>
    public static FormatRefusal Country { get; } = new(
        "COUNTRY_UNKNOWN",
        "The country in the facility's address is not in ISO 3166-1.",
        "Correct it to a code of two or three letters, or to the English name.");

    /// <summary>Nothing is signed that has expired.</summary>
    public static FormatRefusal Over { get; } = new(
        "VALIDITY_OVER",
        "The certificate's last day is over.",
        "If the day is wrong, correct the event. The certificate can still be fetched as it was issued.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FormatRefusal> All { get; } =
        [NoCodes, BirthDate, Vaccine, Disease, TestKind, Result, SampleOrigin, Manufacturer, Country, Over];
}
