using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>What stands in the document of an event.</summary>
public sealed partial class DdccMappingTests
{
    [Fact]
    public async Task A_vaccination_has_the_codes_of_its_product()
    {
        var claims = DdccSamples.ClaimsOf(DdccSamples.Vaccination);

        await AssertMadeAsync(claims, $$"""
            {
              "resourceType": "Bundle", "meta": { "profile": ["http://smart.who.int/ddcc/StructureDefinition/DDCCVSDocumentSigned"] },
              "identifier": { "system": "urn:ietf:rfc:3986", "value": "#0" }, "type": "document", "timestamp": "2024-03-01T09:30:15.678Z",
              "link": [{ "relation": "publication", "url": "urn:HCID:{{claims.CertificateId}}" }],
              "entry": [
                { "fullUrl": "#1", "resource": {
                  "resourceType": "Composition", "identifier": { "system": "https://divoc.dev/", "value": "{{claims.CertificateId}}" }, "status": "final",
                  "type": { "coding": [{ "system": "http://loinc.org", "code": "82593-5" }] },
                  "category": [{ "coding": [{ "system": "http://smart.who.int/ddcc/CodeSystem/DDCCCompositionCategoryCodeSystem", "code": "ddcc-vs" }] }],
                  "subject": { "reference": "#2" }, "date": "2024-03-01T09:30:15.678Z", "author": [{ "reference": "#3" }],
                  "title": "Digital Documentation of COVID-19 Certificate (DDCC)", "attester": [{ "mode": "official", "party": { "reference": "#3" } }],
                  "event": [{ "period": { "start": "2024-01-15", "end": "2025-01-15" } }],
                  "section": [{ "code": { "coding": [{ "system": "http://loinc.org", "code": "11369-6" }] }, "focus": { "reference": "#4" }, "entry": [{ "reference": "#4" }] }]
                } },
                { "fullUrl": "#2", "resource": { "resourceType": "Patient", "name": [{ "use": "official", "text": "Jiřina Červenková" }], "birthDate": "1987-04-21" } },
                { "fullUrl": "#3", "resource": { "resourceType": "Organization", "name": "Ministry of Trials" } },
                { "fullUrl": "#4", "resource": {
                  "resourceType": "Immunization",
                  "extension": [
                    { "url": "http://smart.who.int/ddcc/StructureDefinition/DDCCEventBrand", "valueCoding": { "system": "http://id.who.int/icd11/mms", "code": "XM97T2" } },
                    { "url": "http://smart.who.int/ddcc/StructureDefinition/DDCCCountryOfEvent", "valueCode": "LKA" },
                    { "url": "http://smart.who.int/ddcc/StructureDefinition/DDCCVaccineValidFrom", "valueDate": "2024-01-15" }
                  ],
                  "status": "completed", "vaccineCode": { "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "XM9QW8" }] }, "patient": { "reference": "#2" },
                  "occurrenceDateTime": "2024-01-01", "location": { "display": "Harbour Clinic" }, "manufacturer": { "display": "Serum Institute" }, "lotNumber": "B-77",
                  "protocolApplied": [{
                    "authority": { "reference": "#3" }, "targetDisease": [{ "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "RA01" }] }],
                    "doseNumberPositiveInt": 1, "seriesDosesPositiveInt": 2
                  }]
                } }
              ]
            }
            """);
    }

    [Fact]
    public async Task A_test_has_its_result_its_sample_and_the_test_that_was_used()
    {
        var claims = DdccSamples.ClaimsOf(DdccSamples.Test);

        await AssertMadeAsync(claims, $$"""
            {
              "resourceType": "Bundle", "meta": { "profile": ["http://smart.who.int/ddcc/StructureDefinition/DDCCTRDocumentSigned"] },
              "identifier": { "system": "urn:ietf:rfc:3986", "value": "#0" }, "type": "document", "timestamp": "2024-03-01T09:30:15.678Z",
              "link": [{ "relation": "publication", "url": "urn:HCID:{{claims.CertificateId}}" }],
              "entry": [
                { "fullUrl": "#1", "resource": {
                  "resourceType": "Composition", "identifier": { "system": "https://divoc.dev/", "value": "{{claims.CertificateId}}" }, "status": "final",
                  "type": { "coding": [{ "system": "http://loinc.org", "code": "82593-5" }] },
                  "category": [{ "coding": [{ "system": "http://smart.who.int/ddcc/CodeSystem/DDCCCompositionCategoryCodeSystem", "code": "ddcc-tr" }] }],
                  "subject": { "reference": "#2" }, "date": "2024-03-01T09:30:15.678Z", "author": [{ "reference": "#3" }],
                  "title": "Digital Documentation of COVID-19 Certificate (DDCC)", "attester": [{ "mode": "official", "party": { "reference": "#3" } }],
                  "section": [{
                    "code": { "coding": [{ "system": "http://loinc.org", "code": "30954-2" }] }, "focus": { "reference": "#4" },
                    "entry": [{ "reference": "#4" }, { "reference": "#5" }, { "reference": "#6" }, { "reference": "#7" }, { "reference": "#8" }]
                  }]
                } },
                { "fullUrl": "#2", "resource": { "resourceType": "Patient", "name": [{ "use": "official", "text": "Jiřina Červenková" }], "birthDate": "1987-04-21" } },
                { "fullUrl": "#3", "resource": { "resourceType": "Organization", "name": "Ministry of Trials" } },
                { "fullUrl": "#4", "resource": {
                  "resourceType": "Observation", "status": "final",
                  "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory" }] }],
                  "code": { "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "1334426561" }] }, "subject": { "reference": "#2" }, "effectiveDateTime": "2024-02-01T08:00:00.000Z",
                  "performer": [{ "display": "Harbour Clinic" }], "valueCodeableConcept": { "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "RA01.1" }] }
                } },
                { "fullUrl": "#5", "resource": {
                  "resourceType": "DiagnosticReport", "status": "final", "code": { "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "1334426561" }] }, "subject": { "reference": "#2" },
                  "effectiveDateTime": "2024-02-01T08:00:00.000Z", "specimen": [{ "reference": "#6" }], "result": [{ "reference": "#4" }]
                } },
                { "fullUrl": "#6", "resource": {
                  "resourceType": "Specimen", "type": { "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "JAM.AH.XF" }] }, "subject": { "reference": "#2" },
                  "collection": { "collectedDateTime": "2024-02-01T08:00:00.000Z" }
                } },
                { "fullUrl": "#7", "resource": {
                  "resourceType": "Device", "manufacturer": "Trial Diagnostics", "type": { "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "1334426561" }] }, "patient": { "reference": "#2" },
                  "property": [{
                    "type": { "coding": [{ "system": "http://smart.who.int/ddcc/CodeSystem/DDCCDevicePropertyCodeSystem", "code": "pathogen" }] },
                    "valueCode": [{ "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "XN109" }] }]
                  }]
                } },
                { "fullUrl": "#8", "resource": {
                  "resourceType": "Procedure", "extension": [{ "url": "http://smart.who.int/ddcc/StructureDefinition/DDCCCountryOfEvent", "valueCode": "LKA" }], "status": "completed",
                  "code": { "coding": [{ "system": "http://id.who.int/icd11/mms", "code": "1334426561" }] }, "subject": { "reference": "#2" }, "performedDateTime": "2024-02-01T08:00:00.000Z",
                  "location": { "display": "Harbour Clinic" }, "report": [{ "reference": "#5" }], "usedReference": [{ "reference": "#7" }]
                } }
              ]
            }
            """);
    }

    [Fact]
    public async Task Each_document_has_unique_resource_names()
    {
        var claims = DdccSamples.ClaimsOf(DdccSamples.Vaccination);
        var (first, second) = (await TextAsync(claims), await TextAsync(claims));

        Assert.Equal(5, Names(first).Count);
        Assert.Empty(Names(first).Intersect(Names(second)));
    }

    [Theory]
    [InlineData("1987-04-21")]
    [InlineData("1987-04")]
    [InlineData("1987")]
    public async Task A_partial_date_of_birth_is_written_as_it_was_sent(string dob)
    {
        Assert.True(BirthDate.TryParse(dob, out var born));
        var document = await DdccSamples.DocumentOfAsync(
            DdccSamples.Test with { Recipient = DdccSamples.Test.Recipient with { Dob = born } });

        Assert.Equal(dob, DdccProfile.Of(document, "Patient")!["birthDate"]!.ToString());
    }

    [Fact]
    public async Task The_country_comes_from_the_event_or_else_from_the_issuer()
    {
        Assert.Equal("LKA", await CountryOfAsync("Sri Lanka"));
        Assert.Equal("IND", await CountryOfAsync(null, "IN"));
        Assert.Equal("IND", await CountryOfAsync(" ", "IN"));
        Assert.Equal("COUNTRY_UNKNOWN", await RefusalAsync(In("Utopia")));
        var fault = await Assert.ThrowsAsync<FormatNotSetUpException>(() => CountryOfAsync(null, ""));
        Assert.Contains("Divoc:Issuer:Country", fault.Message, StringComparison.Ordinal);
        Assert.Equal("LKA", await CountryOfAsync("lk", ""));

        static HealthEvent In(string? country) => DdccSamples.Vaccination with { Facility = EuClaims.In(country) };

        static async Task<string> CountryOfAsync(string? country, string issuer = "IN")
        {
            var written = await DdccSamples.WriteAsync(
                DdccSamples.ClaimsOf(In(country)), new TrialKeys(), DdccSamples.Format(country: issuer));
            return DdccProfile.Of(JsonNode.Parse(written.Bytes.Span)!.AsObject(), "Immunization")!["extension"]![1]!["valueCode"]!
                .ToString();
        }
    }

    [Fact]
    public async Task The_day_is_the_local_day_of_the_place_and_white_space_is_normalized()
    {
        var dose = DdccSamples.Vaccination.Vaccination! with
        {
            Date = new DateTimeOffset(2024, 1, 1, 23, 30, 0, TimeSpan.FromHours(-5)),
            Manufacturer = " ",
            Batch = "\u3000",
            Dose = 3,
            TotalDoses = 2,
        };
        var person = DdccSamples.Vaccination.Recipient with { Name = "\u00A0Anna\u3000Beispiel " };
        var document = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination with { Vaccination = dose, Recipient = person });
        var immunization = DdccProfile.Of(document, "Immunization")!;

        Assert.Equal(
            ("2024-01-01", "Anna Beispiel"),
            (immunization["occurrenceDateTime"]!.ToString(), DdccProfile.Of(document, "Patient")!["name"]![0]!["text"]!.ToString()));
        Assert.Equal((null, null), (immunization["manufacturer"], immunization["lotNumber"]));
        Assert.Equal(
            (3, 2),
            (
                immunization["protocolApplied"]![0]!["doseNumberPositiveInt"]!.GetValue<int>(),
                immunization["protocolApplied"]![0]!["seriesDosesPositiveInt"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Data_that_a_document_cannot_express_are_refused_each_with_its_own_code()
    {
        var vaccination = DdccSamples.Vaccination.Vaccination!;
        var test = DdccSamples.Test.TestDetails!;
        Assert.Equal(
            "VACCINE_WITHOUT_CODE",
            await RefusalAsync(DdccSamples.Vaccination with { Vaccination = vaccination with { Name = "Something new" } }));
        Assert.Equal(
            "VACCINE_WITHOUT_CODE",
            await RefusalAsync(DdccSamples.Vaccination with { Vaccination = vaccination with { Name = "CVnCoV" } }));
        Assert.Equal(
            "VALIDITY_OVER",
            await RefusalAsync(
                DdccSamples.Vaccination with { Vaccination = vaccination with { EffectiveUntil = new DateOnly(2024, 2, 29) } }));
        Assert.Equal("DISEASE_WITHOUT_CODE", await RefusalAsync(DdccSamples.Test with { TestDetails = test with { Disease = "Measles" } }));
        Assert.Equal(
            "TEST_KIND_WITHOUT_CODE", await RefusalAsync(DdccSamples.Test with { TestDetails = test with { TestType = "Antibody" } }));
        Assert.Equal(
            "RESULT_WITHOUT_CODE", await RefusalAsync(DdccSamples.Test with { TestDetails = test with { Result = "Inconclusive" } }));
        Assert.Equal(
            "SAMPLE_ORIGIN_WITHOUT_CODE", await RefusalAsync(DdccSamples.Test with { TestDetails = test with { SampleOrigin = "Elbow" } }));
        Assert.Equal(
            "SAMPLE_ORIGIN_WITHOUT_CODE", await RefusalAsync(DdccSamples.Test with { TestDetails = test with { SampleOrigin = null } }));
        Assert.Equal(
            "TEST_MANUFACTURER_MISSING", await RefusalAsync(DdccSamples.Test with { TestDetails = test with { Manufacturer = " " } }));
        Assert.Equal(
            "TEST_MANUFACTURER_MISSING", await RefusalAsync(DdccSamples.Test with { TestDetails = test with { Manufacturer = null } }));
        Assert.Equal(
            "BIRTH_DATE_UNKNOWN",
            await RefusalAsync(
                DdccSamples.Vaccination with { Recipient = DdccSamples.Vaccination.Recipient with { Dob = null, Age = "37" } }));
        Assert.Equal(
            "BIRTH_DATE_UNKNOWN",
            await RefusalAsync(DdccSamples.Test with { Recipient = DdccSamples.Test.Recipient with { Dob = null, Age = null } }));
        Assert.Equal("CODES_NOT_KEPT", await RefusalOfAsync(DdccSamples.ClaimsOf(DdccSamples.Test) with { Codes = null, Form = 1 }));
    }

    private static Task<string> RefusalAsync(HealthEvent happened) => RefusalOfAsync(DdccSamples.ClaimsOf(happened));

    private static async Task<string> RefusalOfAsync(CertificateClaims claims)
    {
        return (await Assert.ThrowsAsync<EventFailedException>(() => DdccSamples.WriteAsync(claims, new TrialKeys()))).Reason;
    }

    private static async Task<string> TextAsync(CertificateClaims claims)
    {
        var document = JsonNode.Parse((await DdccSamples.WriteAsync(claims, new TrialKeys())).Bytes.Span)!.AsObject();
        document.Remove("signature");
        return document.ToJsonString();
    }

    private static List<string> Names(string document) => [.. Urn().Matches(document).Select(name => name.Value).Distinct()];

    /// <summary>The names that are made anew each time stand as <c>#</c> and their number in the order in which they come first.</summary>
    private static async Task AssertMadeAsync(CertificateClaims claims, string expected)
    {
        var text = await TextAsync(claims);
        var made = Names(text)
            .Index()
            .Aggregate(text, (current, name) => current.Replace(name.Item, $"#{name.Index}", StringComparison.Ordinal));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(made)), made);
    }

    [GeneratedRegex("urn:uuid:[0-9a-f-]{36}")]
    private static partial Regex Urn();
}
