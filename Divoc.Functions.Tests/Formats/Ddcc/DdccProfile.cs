using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>
/// The rules of the WHO's profiles (DDCC 1.0.0, with those of the International Patient Summary that they build on), which the validator of
/// FHIR itself does not know: a name for each, and whether a document obeys it.
/// </summary>
internal static partial class DdccProfile
{
    private const string Guide = "http://smart.who.int/ddcc";
    private const string Icd11 = "http://id.who.int/icd11/mms";
    private const string Loinc = "http://loinc.org";

    private static readonly string[] TestKinds = ["1334426561", "2056159157"];
    private static readonly string[] SampleOrigins = ["JAM.AH.XF", "KAR.AH.XF", "JAE.AH.XF", "KAZ.AH.XD", "DIA.AH.XA"];

    /// <summary>Rules of every document.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject, bool>> Shared { get; } = new Dictionary<string, Func<JsonObject, bool>>
    {
        ["a bundle of the type document"] = document => Text(document, "resourceType") == "Bundle" && Text(document, "type") == "document",
        ["the bundle has an identifier with system and value"] = document => HasIdentifier(document),
        ["the timestamp is an instant"] = document => Instant().IsMatch(Text(document, "timestamp")),
        ["one link publication with a URL of the certificate"] = document =>
            Items(document, "link").Where(link => Text(link, "relation") == "publication").ToList() is [var link]
                && Text(link, "url") == $"urn:HCID:{Text(Of(document, "Composition"), "identifier", "value")}",
        ["the composition comes first and is the only one"] = document =>
            Text(Resources(document)[0], "resourceType") == "Composition" && Count(document, "Composition") == 1,
        ["one patient"] = document => Count(document, "Patient") == 1,
        ["one organization"] = document => Count(document, "Organization") == 1,
        ["each entry has an address of its own"] = document =>
            Items(document, "entry").All(entry => Urn().IsMatch(Text(entry, "fullUrl")))
                && Items(document, "entry").Select(entry => Text(entry, "fullUrl")).Distinct().Count() == Items(document, "entry").Count,
        ["each resource stands under resource"] = document =>
            Items(document, "entry").All(entry => entry["resource"] is JsonObject && entry["resourceType"] is null),
        ["each reference leads to an entry"] = document =>
            Nodes(document).OfType<JsonObject>().Select(node => node["reference"]).OfType<JsonNode>()
                .All(reference => Items(document, "entry").Any(entry => Text(entry, "fullUrl") == reference.ToString())),
        ["the composition has an identifier with system and value"] = document => HasIdentifier(Of(document, "Composition")),
        ["the composition is final"] = document => Text(Of(document, "Composition"), "status") == "final",
        ["the composition has the type of such documents"] = document => IsConcept(Of(document, "Composition")?["type"], Loinc, "82593-5"),
        ["the composition is about the patient"] = document => LeadsTo(document, Of(document, "Composition")?["subject"], "Patient"),
        ["the composition has a date"] = document => DateTime().IsMatch(Text(Of(document, "Composition"), "date")),
        ["the composition has an author"] = document => Items(Of(document, "Composition"), "author").Count > 0,
        ["the composition has the title of such documents"] = document =>
            Text(Of(document, "Composition"), "title") == "Digital Documentation of COVID-19 Certificate (DDCC)",
        ["the organization attests officially"] = document =>
            Items(Of(document, "Composition"), "attester") is [var attester]
                && Text(attester, "mode") == "official"
                && LeadsTo(document, attester["party"], "Organization"),
        ["the period has days"] = document => Items(Of(document, "Composition"), "event").All(period => Days(period["period"])),
        ["one section"] = document => Items(Of(document, "Composition"), "section").Count == 1,
        ["the section has its focus among its entries"] = document =>
            Items(Section(document), "entry").Any(
                entry => Text(entry, "reference") == Text(Section(document), "focus", "reference") && Text(entry, "reference").Length > 0),
        ["the patient has an official name as text"] = document =>
            Items(Of(document, "Patient"), "name").Any(name => Text(name, "use") == "official" && Text(name, "text").Trim().Length > 0),
        ["the patient has a date of birth"] = document => Date().IsMatch(Text(Of(document, "Patient"), "birthDate")),
        ["the organization has a name"] = document => Text(Of(document, "Organization"), "name").Trim().Length > 0,
        ["the signature tells its meaning"] = document =>
            Items(document["signature"], "type")
                .Any(type => Text(type, "system") == "urn:iso-astm:E1762-95:2013" && Text(type, "code") == "1.2.840.10065.1.12.1.5"),
        ["the signature tells when it was made"] = document => Instant().IsMatch(Text(document["signature"], "when")),
        ["the signature tells who signed"] = document => LeadsTo(document, document["signature"]?["who"], "Organization"),
        ["the signature is a JWS over FHIR in JSON"] = document =>
            Text(document["signature"], "sigFormat") == "application/jose"
                && Text(document["signature"], "targetFormat") == "application/fhir+json"
                && Text(document["signature"], "data").Length > 100,
    };

    /// <summary>Rules of documents of vaccinations.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject, bool>> OfVaccinations { get; } =
        new Dictionary<string, Func<JsonObject, bool>>
        {
            ["the category is that of vaccinations"] = document => IsConcept(
                Items(Of(document, "Composition"), "category").SingleOrDefault(),
                $"{Guide}/CodeSystem/DDCCCompositionCategoryCodeSystem",
                "ddcc-vs"),
            ["the section is that of vaccinations"] = document => IsConcept(Section(document)?["code"], Loinc, "11369-6"),
            ["the focus is the immunization"] = document => LeadsTo(document, Section(document)?["focus"], "Immunization"),
            ["one immunization"] = document => Count(document, "Immunization") == 1,
            ["the immunization is completed"] = document => Text(Of(document, "Immunization"), "status") == "completed",
            ["one brand of ICD-11"] = document =>
                Extensions(Of(document, "Immunization"), "DDCCEventBrand") is [{ } brand] && IsCode(brand["valueCoding"], Icd11),
            ["one country of three letters"] = document => HasCountry(Of(document, "Immunization")),
            ["the first day is a day"] = document =>
                Extensions(Of(document, "Immunization"), "DDCCVaccineValidFrom").All(day => Day().IsMatch(Text(day, "valueDate"))),
            ["the vaccine has one code of ICD-11"] = document =>
                Items(Of(document, "Immunization")?["vaccineCode"], "coding") is [var vaccine] && IsCode(vaccine, Icd11),
            ["the immunization is the patient's"] = document => LeadsTo(document, Of(document, "Immunization")?["patient"], "Patient"),
            ["the immunization has a date"] = document => DateTime().IsMatch(Text(Of(document, "Immunization"), "occurrenceDateTime")),
            ["the immunization has a place"] = document => Text(Of(document, "Immunization"), "location", "display").Trim().Length > 0,
            ["a lot number is not empty"] = document =>
                Of(document, "Immunization")?["lotNumber"] is not { } lot || lot.ToString().Trim().Length > 0,
            ["the dose is the authority's"] = document => LeadsTo(document, Protocol(document)?["authority"], "Organization"),
            ["the dose is against COVID-19"] = document =>
                IsConcept(Items(Protocol(document), "targetDisease").SingleOrDefault(), Icd11, "RA01"),
            ["the dose has a number"] = document => IsPositive(Protocol(document)?["doseNumberPositiveInt"]),
            ["the series has a number of doses"] = document => IsPositive(Protocol(document)?["seriesDosesPositiveInt"]),
        };

    /// <summary>Rules of documents of tests.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject, bool>> OfTests { get; } = new Dictionary<string, Func<JsonObject, bool>>
    {
        ["the category is that of tests"] = document => IsConcept(
            Items(Of(document, "Composition"), "category").SingleOrDefault(),
            $"{Guide}/CodeSystem/DDCCCompositionCategoryCodeSystem",
            "ddcc-tr"),
        ["the section is that of tests"] = document => IsConcept(Section(document)?["code"], Loinc, "30954-2"),
        ["the focus is the observation"] = document => LeadsTo(document, Section(document)?["focus"], "Observation"),
        ["one observation, report, procedure and device, and at most one specimen"] = document =>
            new[] { "Observation", "DiagnosticReport", "Procedure", "Device" }.All(type => Count(document, type) == 1)
                && Count(document, "Specimen") <= 1,
        ["the observation is final"] = document => Text(Of(document, "Observation"), "status") == "final",
        ["the observation is of a laboratory"] = document =>
            Items(Of(document, "Observation"), "category")
                .Any(category => IsConcept(category, "http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")),
        ["the observation has the kind of test"] = document => IsOneOf(Of(document, "Observation")?["code"], TestKinds),
        ["the observation is the patient's"] = document => LeadsTo(document, Of(document, "Observation")?["subject"], "Patient"),
        ["the observation has a performer"] = document =>
            Items(Of(document, "Observation"), "performer").Any(performer => Text(performer, "display").Trim().Length > 0),
        ["the observation has a time"] = document => DateTime().IsMatch(Text(Of(document, "Observation"), "effectiveDateTime")),
        ["the observation has a result"] = document => IsOneOf(Of(document, "Observation")?["valueCodeableConcept"], ["RA01.0", "RA01.1"]),
        ["the report is final"] = document => Text(Of(document, "DiagnosticReport"), "status") == "final",
        ["the report has the kind of test"] = document => IsOneOf(Of(document, "DiagnosticReport")?["code"], TestKinds),
        ["the report is the patient's"] = document => LeadsTo(document, Of(document, "DiagnosticReport")?["subject"], "Patient"),
        ["the report has a time"] = document => DateTime().IsMatch(Text(Of(document, "DiagnosticReport"), "effectiveDateTime")),
        ["the report has one specimen"] = document =>
            Items(Of(document, "DiagnosticReport"), "specimen") is [var specimen] && LeadsTo(document, specimen, "Specimen"),
        ["the report has one result"] = document =>
            Items(Of(document, "DiagnosticReport"), "result") is [var result] && LeadsTo(document, result, "Observation"),
        ["the specimen has an origin"] = document => IsOneOf(Of(document, "Specimen")?["type"], SampleOrigins),
        ["the specimen is the patient's"] = document => LeadsTo(document, Of(document, "Specimen")?["subject"], "Patient"),
        ["the specimen has a time"] = document => DateTime().IsMatch(Text(Of(document, "Specimen"), "collection", "collectedDateTime")),
        ["the test has a manufacturer"] = document => Text(Of(document, "Device"), "manufacturer").Trim().Length > 0,
        ["the test is of a kind"] = document => IsOneOf(Of(document, "Device")?["type"], TestKinds),
        ["the test is the patient's"] = document => LeadsTo(document, Of(document, "Device")?["patient"], "Patient"),
        ["the test has a pathogen"] = document => Items(Of(document, "Device"), "property") is [var property]
            && IsConcept(property["type"], $"{Guide}/CodeSystem/DDCCDevicePropertyCodeSystem", "pathogen")
            && IsConcept(Items(property, "valueCode").SingleOrDefault(), Icd11, "XN109"),
        ["the procedure is completed"] = document => Text(Of(document, "Procedure"), "status") == "completed",
        ["the procedure has a country of three letters"] = document => HasCountry(Of(document, "Procedure")),
        ["the procedure has a code"] = document => IsOneOf(Of(document, "Procedure")?["code"], TestKinds),
        ["the procedure is the patient's"] = document => LeadsTo(document, Of(document, "Procedure")?["subject"], "Patient"),
        ["the procedure has a time"] = document => DateTime().IsMatch(Text(Of(document, "Procedure"), "performedDateTime")),
        ["the procedure has one report"] = document =>
            Items(Of(document, "Procedure"), "report") is [var report] && LeadsTo(document, report, "DiagnosticReport"),
        ["the procedure used the test"] = document =>
            Items(Of(document, "Procedure"), "usedReference") is [var used] && LeadsTo(document, used, "Device"),
    };

    /// <summary>The rules that a document breaks.</summary>
    public static IReadOnlyList<string> BrokenBy(JsonObject document)
    {
        var own = Count(document, "Immunization") > 0 ? OfVaccinations : OfTests;
        return [.. Shared.Concat(own).Where(rule => !rule.Value(document)).Select(rule => rule.Key)];
    }

    /// <summary>The first resource of a type.</summary>
    public static JsonObject? Of(JsonObject document, string type) =>
        Resources(document).Find(resource => Text(resource, "resourceType") == type);

    private static List<JsonObject> Resources(JsonObject document) =>
        [.. Items(document, "entry").Select(entry => entry["resource"]).OfType<JsonObject>()];

    private static int Count(JsonObject document, string type) =>
        Resources(document).Count(resource => Text(resource, "resourceType") == type);

    private static JsonObject? Section(JsonObject document) => Items(Of(document, "Composition"), "section").FirstOrDefault();

    private static JsonObject? Protocol(JsonObject document) => Items(Of(document, "Immunization"), "protocolApplied").FirstOrDefault();

    private static List<JsonObject> Items(JsonNode? parent, string name) =>
        parent?[name] is JsonArray items ? [.. items.OfType<JsonObject>()] : [];

    private static List<JsonObject> Extensions(JsonNode? resource, string name) =>
        [.. Items(resource, "extension").Where(extension => Text(extension, "url") == $"{Guide}/StructureDefinition/{name}")];

    private static string Text(JsonNode? node, params string[] path)
    {
        var found = path.Aggregate(node, (current, step) => (current as JsonObject)?[step]);
        return found is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
    }

    private static bool HasIdentifier(JsonNode? node) =>
        Text(node, "identifier", "system").Length > 0 && Text(node, "identifier", "value").Length > 0;

    private static bool HasCountry(JsonNode? resource) =>
        Extensions(resource, "DDCCCountryOfEvent") is [var country] && Country().IsMatch(Text(country, "valueCode"));

    private static bool IsCode(JsonNode? coding, string system) => Text(coding, "system") == system && Text(coding, "code").Length > 0;

    private static bool IsConcept(JsonNode? concept, string system, string code) =>
        Items(concept, "coding") is [var coding] && IsCode(coding, system) && Text(coding, "code") == code;

    private static bool IsOneOf(JsonNode? concept, string[] codes) => codes.Any(code => IsConcept(concept, Icd11, code));

    private static bool IsPositive(JsonNode? number) => number is JsonValue value && value.TryGetValue<int>(out var count) && count > 0;

    private static bool Days(JsonNode? period) =>
        new[] { "start", "end" }.All(end => period?[end] is null || Day().IsMatch(Text(period, end)));

    private static bool LeadsTo(JsonObject document, JsonNode? reference, string type)
    {
        return Items(document, "entry")
            .Any(entry => Text(entry, "fullUrl") == Text(reference, "reference") && Text(entry, "resource", "resourceType") == type);
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Nodes(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(Nodes),
        null => [],
        _ => [node],
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Instant();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?\z")]
    private static partial Regex DateTime();

    [GeneratedRegex(@"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\z")]
    private static partial Regex Day();

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex Country();

    [GeneratedRegex(@"^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\z")]
    private static partial Regex Urn();
}
