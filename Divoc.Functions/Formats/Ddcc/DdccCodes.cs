namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// Names and codes of the WHO's implementation guide (DDCC 1.0.0, <c>http://smart.who.int/ddcc</c>) and of the code systems that it uses.
/// The tables of the types say which code an event has.
/// </summary>
internal static class DdccCodes
{
    /// <summary>The title of every document.</summary>
    public const string Title = "Digital Documentation of COVID-19 Certificate (DDCC)";

    /// <summary>ICD-11, and the codes of ICHI that the guide writes under the same name.</summary>
    public const string Icd11 = "http://id.who.int/icd11/mms";

    /// <summary>The beginning of the link to a certificate; the certificate id follows.</summary>
    public const string CertificateLink = "urn:HCID:";

    /// <summary>The relation of that link.</summary>
    public const string CertificateRelation = "publication";

    /// <summary>The namespace of names that are URIs.</summary>
    public const string Uris = "urn:ietf:rfc:3986";

    private const string Guide = "http://smart.who.int/ddcc";
    private const string Loinc = "http://loinc.org";

    /// <summary>The product of a vaccine (extension).</summary>
    public static string Brand { get; } = ProfileOf("DDCCEventBrand");

    /// <summary>The country of the event (extension).</summary>
    public static string Country { get; } = ProfileOf("DDCCCountryOfEvent");

    /// <summary>The first day on which a dose is valid (extension).</summary>
    public static string ValidFrom { get; } = ProfileOf("DDCCVaccineValidFrom");

    /// <summary>The profile of signed documents of vaccinations.</summary>
    public static string VaccinationProfile { get; } = ProfileOf("DDCCVSDocumentSigned");

    /// <summary>The profile of signed documents of tests.</summary>
    public static string TestProfile { get; } = ProfileOf("DDCCTRDocumentSigned");

    /// <summary>The type of every composition.</summary>
    public static FhirConcept DocumentType { get; } = new(new FhirCoding(Loinc, "82593-5"));

    /// <summary>The category of vaccinations.</summary>
    public static FhirConcept VaccinationCategory { get; } = CategoryOf("ddcc-vs");

    /// <summary>The category of tests.</summary>
    public static FhirConcept TestCategory { get; } = CategoryOf("ddcc-tr");

    /// <summary>The section of a vaccination.</summary>
    public static FhirConcept VaccinationSection { get; } = new(new FhirCoding(Loinc, "11369-6"));

    /// <summary>The section of a test.</summary>
    public static FhirConcept TestSection { get; } = new(new FhirCoding(Loinc, "30954-2"));

    /// <summary>The category of an observation that a laboratory made.</summary>
    public static FhirConcept Laboratory { get; } =
        new(new FhirCoding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory"));

    /// <summary>The property of a test that names the pathogen.</summary>
    public static FhirConcept Pathogen { get; } = new(new FhirCoding($"{Guide}/CodeSystem/DDCCDevicePropertyCodeSystem", "pathogen"));

    /// <summary>The meaning of a signature: that somebody verified the content (ASTM E1762-95).</summary>
    public static FhirCoding VerificationSignature { get; } = new("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.5");

    /// <summary>A concept of ICD-11.</summary>
    public static FhirConcept OfIcd11(string symbol) => new(new FhirCoding(Icd11, symbol));

    private static string ProfileOf(string name) => $"{Guide}/StructureDefinition/{name}";

    private static FhirConcept CategoryOf(string symbol) =>
        new(new FhirCoding($"{Guide}/CodeSystem/DDCCCompositionCategoryCodeSystem", symbol));
}
