using System.Globalization;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>
/// The documents obey the WHO's profiles: more than a hundred varied ones, and each rule is broken by a document that breaks it.
/// </summary>
public sealed class DdccProfileTests
{
    /// <summary>
    /// What breaks a rule: the rule, a place (a resource or the bundle, then members and indices), and the JSON that is put there; null for
    /// nothing.
    /// </summary>
    private static readonly (string Rule, string Place, string? Value)[] SharedBreaks =
    [
        ("a bundle of the type document", "Bundle/type", "\"collection\""),
        ("the bundle has an identifier with system and value", "Bundle/identifier/value", null),
        ("the timestamp is an instant", "Bundle/timestamp", "\"2024-03-01\""),
        ("one link publication with a URL of the certificate", "Bundle/link", "[]"),
        ("one link publication with a URL of the certificate", "Bundle/link/0/url", "\"urn:HCID:another\""),
        (
            "the composition comes first and is the only one", "Bundle/entry/0",
            "{\"fullUrl\":\"urn:uuid:00000000-0000-4000-8000-000000000000\",\"resource\":{\"resourceType\":\"Basic\"}}"),
        ("one patient", "Patient/resourceType", "\"Person\""),
        ("one organization", "Organization/resourceType", "\"Location\""),
        ("each entry has an address of its own", "Bundle/entry/1/fullUrl", "\"urn:uuid:1\""),
        ("each resource stands under resource", "Bundle/entry/1/resourceType", "\"Patient\""),
        ("each reference leads to an entry", "Composition/subject/reference", "\"urn:uuid:00000000-0000-4000-8000-000000000000\""),
        ("the composition has an identifier with system and value", "Composition/identifier/system", null),
        ("the composition is final", "Composition/status", "\"preliminary\""),
        ("the composition has the type of such documents", "Composition/type/coding/0/code", "\"82593-6\""),
        ("the composition is about the patient", "Composition/subject", null),
        ("the composition has a date", "Composition/date", null),
        ("the composition has an author", "Composition/author", "[]"),
        ("the composition has the title of such documents", "Composition/title", "\"Certificate\""),
        ("the organization attests officially", "Composition/attester/0/mode", "\"personal\""),
        ("the organization attests officially", "Composition/attester/0/party", null),
        ("the period has days", "Composition/event", "[{\"period\":{\"end\":\"2025-13-15\"}}]"),
        ("one section", "Composition/section", "[]"),
        ("the section has its focus among its entries", "Composition/section/0/entry", "[]"),
        ("the patient has an official name as text", "Patient/name/0/text", null),
        ("the patient has an official name as text", "Patient/name/0/use", "\"usual\""),
        ("the patient has a date of birth", "Patient/birthDate", null),
        ("the patient has a date of birth", "Patient/birthDate", "\"1987-4\""),
        ("the organization has a name", "Organization/name", null),
        ("the signature tells its meaning", "Bundle/signature/type", "[]"),
        ("the signature tells when it was made", "Bundle/signature/when", null),
        ("the signature tells who signed", "Bundle/signature/who", "{\"display\":\"somebody\"}"),
        ("the signature is a JWS over FHIR in JSON", "Bundle/signature/sigFormat", null),
        ("the signature is a JWS over FHIR in JSON", "Bundle/signature/data", "\"\""),
    ];

    private static readonly (string Rule, string Place, string? Value)[] BreaksOfVaccinations =
    [
        ("the category is that of vaccinations", "Composition/category/0/coding/0/code", "\"ddcc-tr\""),
        ("the section is that of vaccinations", "Composition/section/0/code/coding/0/code", "\"30954-2\""),
        ("the focus is the immunization", "Composition/section/0/focus", null),
        (
            "one immunization", "Bundle/entry/4",
            "{\"fullUrl\":\"urn:uuid:00000000-0000-4000-8000-000000000000\",\"resource\":{\"resourceType\":\"Immunization\"}}"),
        ("the immunization is completed", "Immunization/status", "\"not-done\""),
        ("one brand of ICD-11", "Immunization/extension/0/valueCoding/code", null),
        ("one country of three letters", "Immunization/extension/1/valueCode", "\"LK\""),
        ("the first day is a day", "Immunization/extension/2/valueDate", "\"2024\""),
        ("the vaccine has one code of ICD-11", "Immunization/vaccineCode/coding/0/system", "\"http://id.who.int/icd/release/11/mms\""),
        ("the immunization is the patient's", "Immunization/patient", null),
        ("the immunization has a date", "Immunization/occurrenceDateTime", null),
        ("the immunization has a place", "Immunization/location", "{}"),
        ("a lot number is not empty", "Immunization/lotNumber", "\" \""),
        ("the dose is the authority's", "Immunization/protocolApplied/0/authority", null),
        ("the dose is against COVID-19", "Immunization/protocolApplied/0/targetDisease/0/coding/0/code", "\"RA02\""),
        ("the dose has a number", "Immunization/protocolApplied/0/doseNumberPositiveInt", "0"),
        ("the series has a number of doses", "Immunization/protocolApplied/0/seriesDosesPositiveInt", "\"2\""),
    ];

    private static readonly (string Rule, string Place, string? Value)[] BreaksOfTests =
    [
        ("the category is that of tests", "Composition/category/0/coding/0/code", "\"ddcc-vs\""),
        ("the section is that of tests", "Composition/section/0/code/coding/0/code", "\"11369-6\""),
        ("the focus is the observation", "Composition/section/0/focus", null),
        ("one observation, report, procedure and device, and at most one specimen", "Device/resourceType", "\"Basic\""),
        ("the observation is final", "Observation/status", "\"preliminary\""),
        ("the observation is of a laboratory", "Observation/category", null),
        ("the observation has the kind of test", "Observation/code/coding/0/code", "\"94500-6\""),
        ("the observation is the patient's", "Observation/subject", null),
        ("the observation has a performer", "Observation/performer", "[]"),
        ("the observation has a time", "Observation/effectiveDateTime", "\"2024-02-01T08:00\""),
        ("the observation has a result", "Observation/valueCodeableConcept/coding/0/code", "\"RA01\""),
        ("the report is final", "DiagnosticReport/status", "\"partial\""),
        ("the report has the kind of test", "DiagnosticReport/code", null),
        ("the report is the patient's", "DiagnosticReport/subject", null),
        ("the report has a time", "DiagnosticReport/effectiveDateTime", null),
        ("the report has one specimen", "DiagnosticReport/specimen", "[]"),
        ("the report has one result", "DiagnosticReport/result", "[]"),
        ("the specimen has an origin", "Specimen/type/coding/0/code", "\"JAM\""),
        ("the specimen is the patient's", "Specimen/subject", null),
        ("the specimen has a time", "Specimen/collection", null),
        ("the test has a manufacturer", "Device/manufacturer", "\"\""),
        ("the test is of a kind", "Device/type", null),
        ("the test is the patient's", "Device/patient", null),
        ("the test has a pathogen", "Device/property/0/valueCode", "[]"),
        ("the procedure is completed", "Procedure/status", "\"in-progress\""),
        ("the procedure has a country of three letters", "Procedure/extension", "[]"),
        ("the procedure has a code", "Procedure/code", null),
        ("the procedure is the patient's", "Procedure/subject", null),
        ("the procedure has a time", "Procedure/performedDateTime", null),
        ("the procedure has one report", "Procedure/report", "[]"),
        ("the procedure used the test", "Procedure/usedReference", "[]"),
    ];

    [Fact]
    public async Task More_than_a_hundred_varied_documents_follow_all_rules()
    {
        var documents = await DdccSamples.AllAsync();

        Assert.True(documents.Count >= 100);
        Assert.All(documents, document => Assert.Empty(DdccProfile.BrokenBy(document)));
    }

    [Fact]
    public async Task A_vaccination_document_that_breaks_a_rule_is_detected()
    {
        await AssertFoundAsync(
            DdccSamples.Vaccination,
            SharedBreaks.Concat(BreaksOfVaccinations),
            DdccProfile.Shared.Keys.Concat(DdccProfile.OfVaccinations.Keys));
    }

    [Fact]
    public async Task A_test_document_that_breaks_a_rule_is_detected()
    {
        await AssertFoundAsync(
            DdccSamples.Test, SharedBreaks.Concat(BreaksOfTests), DdccProfile.Shared.Keys.Concat(DdccProfile.OfTests.Keys));
    }

    private static async Task AssertFoundAsync(
        HealthEvent happened, IEnumerable<(string Rule, string Place, string? Value)> breaks, IEnumerable<string> rules)
    {
        var right = await DdccSamples.DocumentOfAsync(happened);
        Assert.Empty(DdccProfile.BrokenBy(right));
        var all = breaks.ToList();
        Assert.Equal(rules.Order(StringComparer.Ordinal), all.Select(one => one.Rule).Distinct().Order(StringComparer.Ordinal));
        Assert.All(all, one =>
        {
            var broken = right.DeepClone().AsObject();
            Put(broken, one.Place, one.Value);
            Assert.False(JsonNode.DeepEquals(right, broken), one.Place);
            Assert.Contains(one.Rule, DdccProfile.BrokenBy(broken));
        });
    }

    /// <summary>Puts JSON in the place of another, or removes it.</summary>
    internal static void Put(JsonObject document, string place, string? value)
    {
        var steps = place.Split('/');
        JsonNode parent = steps[0] == "Bundle" ? document : DdccProfile.Of(document, steps[0])!;
        foreach (var step in steps[1..^1])
        {
            parent = int.TryParse(step, out var index) ? parent[index]! : parent[step]!;
        }

        if (parent is JsonArray items)
        {
            var index = int.Parse(steps[^1], CultureInfo.InvariantCulture);
            if (index < items.Count)
            {
                items[index] = JsonNode.Parse(value!);
            }
            else
            {
                items.Add(JsonNode.Parse(value!));
            }
        }
        else if (value is null)
        {
            Assert.True(parent.AsObject().Remove(steps[^1]), place);
        }
        else
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }
    }
}
