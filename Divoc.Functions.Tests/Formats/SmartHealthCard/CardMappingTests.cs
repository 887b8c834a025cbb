using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>What stands in the card of an event.</summary>
public sealed class CardMappingTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 1, 9, 30, 15, TimeSpan.Zero);

    private readonly SmartHealthCardOptions options = new();

    [Fact]
    public void A_vaccination_card_contains_only_what_the_profile_requires()
    {
        AssertMade(Cards.Vaccination, """
            {"type":["https://smarthealth.cards#health-card","https://smarthealth.cards#immunization","https://smarthealth.cards#covid19"],
             "credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":{"resourceType":"Bundle","type":"collection","entry":[
               {"fullUrl":"resource:0","resource":{"resourceType":"Patient","name":[{"text":"Jiřina Červenková"}],"birthDate":"1987-04-21"}},
               {"fullUrl":"resource:1","resource":{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"208"}]},
                "patient":{"reference":"resource:0"},"occurrenceDateTime":"2024-01-01","performer":[{"actor":{"display":"Harbour Clinic"}}],"lotNumber":"B-77"}}]}},
             "rid":"r"}
            """);
    }

    [Fact]
    public void A_test_card_contains_its_kind_and_result()
    {
        AssertMade(Cards.Test, """
            {"type":["https://smarthealth.cards#health-card","https://smarthealth.cards#laboratory","https://smarthealth.cards#covid19"],
             "credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":{"resourceType":"Bundle","type":"collection","entry":[
               {"fullUrl":"resource:0","resource":{"resourceType":"Patient","name":[{"text":"Jiřina Červenková"}],"birthDate":"1987-04-21"}},
               {"fullUrl":"resource:1","resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"94500-6"}]},
                "subject":{"reference":"resource:0"},"effectiveDateTime":"2024-02-01T08:00:00Z","performer":[{"display":"Harbour Lab"}],
                "valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"260415000"}]}}}]}},
             "rid":"r"}
            """);
        var rapid = Entry(Cards.Test with { TestDetails = Cards.Test.TestDetails! with
        {
            TestType = "RAT",
            Result = "Void",
            SampleCollectionTimestamp = new DateTimeOffset(2024, 2, 1, 8, 0, 1, 987, TimeSpan.FromHours(5.5)),
        } });
        Assert.Equal(
            ("94558-4", "455371000124106", "2024-02-01T08:00:01+05:30"),
            (CodeOf(rapid, "code"), CodeOf(rapid, "valueCodeableConcept"), (string?)rapid["effectiveDateTime"]));
    }

    [Fact]
    public void All_doses_are_in_the_order_of_their_dates_with_the_person_data_of_the_newest_certificate()
    {
        var renamed = Cards.Vaccination.Recipient with { Name = "Jiřina Nová" };
        var (first, second, third) = (
            Cards.Vaccination, Cards.Of("Spikevax", 2, new DateOnly(2024, 2, 3)),
            Cards.Of("Covaxin", 3, new DateOnly(2023, 5, 6)) with { Recipient = renamed });
        foreach (var source in new[] { Cards.Source(Now, second, first, third), Cards.Source(Now, first, second, third) })
        {
            var entries = EntriesOf(source);

            Assert.Equal(
                ["502 2023-05-06", "208 2024-01-01", "207 2024-02-03"],
                entries.Skip(1).Select(entry => $"{CodeOf(entry, "vaccineCode")} {entry["occurrenceDateTime"]}"));
            Assert.Equal("Jiřina Nová", (string?)entries[0]["name"]![0]!["text"]);
        }
    }

    [Fact]
    public void A_dose_with_an_unknown_disease_is_left_out_of_the_cards_of_other_doses()
    {
        Assert.Equal(2, EntriesOf(Cards.Source(Now, Cards.Vaccination, Cards.Of("Something new", 2, new DateOnly(2024, 2, 3)))).Count);
    }

    [Theory]
    [InlineData("", "Comirnaty", "http://hl7.org/fhir/sid/cvx 208")]
    [InlineData("", "Covishield", "http://id.who.int/icd/release/11/mms XM97T2")]
    [InlineData("", "R-COVI", "http://id.who.int/icd/release/11/mms XM9QW8")]
    [InlineData("", "Abdala", "http://snomed.info/sct 33391000087109")]
    [InlineData("snomed, cvx", "Comirnaty", "http://snomed.info/sct 28581000087106")]
    [InlineData("icd11-class", "Comirnaty", "http://id.who.int/icd/release/11/mms XM0GQ8")]
    public void The_first_configured_code_system_that_has_the_vaccine_is_used(string order, string vaccine, string expected)
    {
        options.Codes = order.Length > 0 ? order : options.Codes;
        var coding = Entry(Cards.Of(vaccine, 1, new DateOnly(2024, 1, 1)))["vaccineCode"]!["coding"]!.AsArray();

        Assert.Equal(expected, $"{Assert.Single(coding)!["system"]} {coding[0]!["code"]}");
    }

    /// <summary>Validators know no codes of COVID-19 but those of CVX under that type.</summary>
    [Fact]
    public void The_covid19_type_is_written_only_if_all_codes_are_CVX_codes()
    {
        var (cvx, other) = (Cards.Vaccination, Cards.Of("Covishield", 2, new DateOnly(2024, 2, 3)));

        Assert.Contains("https://smarthealth.cards#covid19", Cards.Mapping().Of(Cards.Source(Now, cvx)).Types);
        Assert.DoesNotContain("https://smarthealth.cards#covid19", Cards.Mapping().Of(Cards.Source(Now, cvx, other)).Types);
    }

    [Fact]
    public void A_name_has_parts_only_if_both_were_sent()
    {
        var person = Cards.Vaccination.Recipient;
        Assert.Equal(
            """{"family":"Červenková","given":["Jiřina Anna"]}""",
            NameOf(person with { FamilyName = "Červenková ", GivenName = "Jiřina Anna" }));
        Assert.Equal("""{"text":"Jiřina Červenková"}""", NameOf(person with { FamilyName = "Červenková" }));
        Assert.Equal("""{"text":"O'Brien & Sons+"}""", NameOf(person with { Name = "O'Brien & Sons+" }));

        string NameOf(Recipient recipient) => Text(Cards.Vaccination with { Recipient = recipient }, "\"name\":[", "]");
    }

    [Theory]
    [InlineData("1987-04-21", null, "1987-04-21")]
    [InlineData("1987-04", null, "1987-04")]
    [InlineData("1987", null, "1987")]
    [InlineData(null, "37", null)]
    [InlineData(null, null, null)]
    public void A_partial_date_of_birth_is_written_as_it_was_sent(string? dob, string? age, string? expected)
    {
        BirthDate? born = dob is not null && BirthDate.TryParse(dob, out var read) ? read : null;
        var happened = Cards.Test with { Recipient = Cards.Test.Recipient with { Dob = born, Age = age } };

        Assert.Equal(expected, (string?)EntriesOf(Cards.Source(Now, happened))[0]["birthDate"]);
    }

    [Theory]
    [InlineData("B-77", "B-77")]
    [InlineData(" Lot: 4121Z045", "4121Z045")]
    [InlineData("LOT 4121", "4121")]
    [InlineData("Batch no. 4121", "4121")]
    [InlineData("Lotus1", "Lotus1")]
    [InlineData("1234567890123456789", "1234567890123456789")]
    [InlineData("12345678901234567890", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_lot_number_is_written_without_a_label_and_never_shortened(string? batch, string? expected)
    {
        Assert.Equal(
            expected,
            (string?)Entry(Cards.Vaccination with { Vaccination = Cards.Vaccination.Vaccination! with { Batch = batch } })["lotNumber"]);
    }

    [Theory]
    [InlineData("Harbour Clinic", "Harbour Clinic")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1234567890123456789012345678 0123", "1234567890123456789012345678 0")]
    [InlineData("12345678901234567890123456789🏥 clinic", "12345678901234567890123456789")]
    [InlineData(" ", null)]
    public void The_name_of_a_facility_is_cut_between_characters(string name, string? expected)
    {
        var performer = Entry(Cards.Vaccination with { Facility = new Facility { Name = name } })["performer"];

        Assert.Equal(expected, (string?)performer?[0]!["actor"]!["display"]);
    }

    [Fact]
    public void An_event_without_a_code_is_refused_with_its_own_error_code()
    {
        var test = Cards.Test.TestDetails!;
        Assert.Equal("CARD_VACCINE_WITHOUT_CODE", RefusalOf(Cards.Of("Something new", 1, new DateOnly(2024, 1, 1))));
        Assert.Equal("CARD_DISEASE_WITHOUT_CODE", RefusalOf(Cards.Test with { TestDetails = test with { Disease = "Measles" } }));
        Assert.Equal("CARD_TEST_WITHOUT_CODE", RefusalOf(Cards.Test with { TestDetails = test with { TestType = "Antibody" } }));
        Assert.Equal("CARD_TEST_WITHOUT_CODE", RefusalOf(Cards.Test with { TestDetails = test with { TestType = "Tea leaves" } }));
        var old = Cards.Source(Now, Cards.Test);
        Assert.Equal(
            "CODES_NOT_KEPT",
            Assert.Throws<EventFailedException>(
                () => Cards.Mapping().Of(old with { Claims = old.Claims! with { Codes = null, Form = 1 } })).Reason);
        options.Codes = "cvx";
        Assert.Equal("CARD_VACCINE_WITHOUT_CODE", RefusalOf(Cards.Of("Covishield", 1, new DateOnly(2024, 1, 1))));
    }

    [Fact]
    public void Every_product_of_the_table_that_is_found_by_its_name_has_a_code()
    {
        var made = 0;
        foreach (var product in new VaccineProducts().All)
        {
            var happened = Cards.Of(product.Name, 1, new DateOnly(2024, 1, 1));
            if (VaccinationCodes.Read(EuClaims.Of(happened).Codes!.Value).Product?.Name == product.Name)
            {
                Assert.NotEqual("", CodeOf(Entry(happened), "vaccineCode"));
                made++;
            }
        }

        Assert.InRange(made, 30, 60);
    }

    private void AssertMade(HealthEvent happened, string expected)
    {
        var made = Written(Cards.Source(Now, happened));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(made)!["vc"]), made);
    }

    private string Written(CredentialSource source)
    {
        var content = Cards.Mapping(options).Of(source);
        return Encoding.UTF8.GetString(
            new CardDocument
            {
                Iss = CardIssuer.Url,
                Nbf = 1,
                Vc = new CardCredential(content.Types, new CardSubject("4.0.1", content.Bundle), "r"),
            }
                .ToBytes());
    }

    private List<JsonNode> EntriesOf(CredentialSource source) =>
        [.. Cards.Entries(JsonNode.Parse(Written(source))!).Select(entry => entry!["resource"]!)];

    private JsonNode Entry(HealthEvent happened) => EntriesOf(Cards.Source(Now, happened))[1];

    private string RefusalOf(HealthEvent happened) =>
        Assert.Throws<EventFailedException>(() => Cards.Mapping(options).Of(Cards.Source(Now, happened))).Reason;

    /// <summary>The bytes between two texts, as they are written.</summary>
    private string Text(HealthEvent happened, string before, string after)
    {
        var written = Written(Cards.Source(Now, happened));
        var start = written.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var end = written.IndexOf("}" + after, start, StringComparison.Ordinal) + 1;
        return written[start..end];
    }

    private static string CodeOf(JsonNode resource, string member) => (string)resource[member]!["coding"]![0]!["code"]!;
}
