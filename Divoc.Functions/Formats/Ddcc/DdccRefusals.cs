namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Why an event gets no WHO document. A required field is never left empty or invented.</summary>
internal static class DdccRefusals
{
    /// <summary>It was issued by a version of the program that stored no codes.</summary>
    public static FormatRefusal NoCodes { get; } = new(
        "CODES_NOT_KEPT", "The certificate was issued before the codes of its event were kept.", "Correct the event by an update that changes it: the certificate that it makes has the codes.");

    /// <summary>Only the age is known, or nothing.</summary>
    public static FormatRefusal BirthDate { get; } = new(
        "BIRTH_DATE_UNKNOWN", "A WHO document tells a date of birth, and not even the year is known.", "Correct the event with recipient.dob.");

    /// <summary>The vaccine's name names no product, or one without a code in ICD-11.</summary>
    public static FormatRefusal Vaccine { get; } = new(
        "VACCINE_WITHOUT_CODE", "ICD-11 has no code for a vaccine of the name in the event, or the name can mean several.", "Correct the event with the name of the product, such as Comirnaty.");

    /// <summary>The disease is not the one that is certified.</summary>
    public static FormatRefusal Disease { get; } = new(
        "DISEASE_WITHOUT_CODE", "WHO documents are about COVID-19, and the event names another disease.", "Correct the disease, such as COVID-19, where it is another spelling of it.");

    /// <summary>The kind of test is not in the WHO's value set, or is spelt differently.</summary>
    public static FormatRefusal TestKind { get; } = new(
        "TEST_KIND_WITHOUT_CODE", "The WHO's value set has no tests of the kind in the event.", "Correct testType, such as RT-PCR or RAT, where it is another spelling of it.");

    /// <summary>The result is neither positive nor negative.</summary>
    public static FormatRefusal Result { get; } = new(
        "RESULT_WITHOUT_CODE", "WHO documents tell positive and negative results only.", "Certify the result of another test.");

    /// <summary>The origin of the sample is missing, or is not in the WHO's value set.</summary>
    public static FormatRefusal SampleOrigin { get; } = new(
        "SAMPLE_ORIGIN_WITHOUT_CODE",
        "A WHO document of a test tells where the sample was taken from, and the event names nothing that the WHO's value set has.",
        "Correct the event with testDetails.sampleOrigin, such as Nasopharyngeal swab, Throat swab, Nasal swab, Saliva or Blood.");

    /// <summary>The manufacturer of the test is missing.</summary>
    public static FormatRefusal Manufacturer { get; } = new(
        "TEST_MANUFACTURER_MISSING", "A WHO document of a test tells who made the test, and the event does not.", "Correct the event with testDetails.manufacturer.");

    /// <summary>The text of the country names no country.</summary>
    public static FormatRefusal Country { get; } = new(
        "COUNTRY_UNKNOWN", "The country in the facility's address is none that ISO 3166-1 knows.", "Correct it to a code of two or three letters, or the English name.");

    /// <summary>Nothing is signed that has expired.</summary>
    public static FormatRefusal Over { get; } = new(
        "VALIDITY_OVER", "The certificate's last day is over.", "Correct the event where the day is wrong; as it was issued the certificate still comes.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FormatRefusal> All { get; } = [NoCodes, BirthDate, Vaccine, Disease, TestKind, Result, SampleOrigin, Manufacturer, Country, Over];
}
