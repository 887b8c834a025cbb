using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>What stands in the certificate of an event. Each that is made here is held against the EU's schema.</summary>
public sealed class EuMappingTests
{
    private readonly EuDccOptions options = new() { IssuerName = "Ministry of Trials" };

    [Fact]
    public void A_vaccination_has_the_codes_of_its_product()
    {
        var claims = EuClaims.Of(EuClaims.Vaccination);

        AssertMade(claims, $$"""
            {
              "ver": "1.3.0", "dob": "1987-04-21",
              "nam": { "fn": "Jiřina Červenková", "fnt": "JIRINA<CERVENKOVA" },
              "v": [{
                "tg": "840539006", "vp": "29061000087103", "mp": "Covishield", "ma": "ORG-100001981", "dn": 1, "sd": 2, "dt": "2024-01-01",
                "co": "LK", "is": "Ministry of Trials", "ci": "{{claims.Uvci}}"
              }]
            }
            """);
    }

    [Fact]
    public void A_nucleic_acid_test_has_its_name_and_a_rapid_test_its_device()
    {
        var test = EuClaims.Test.TestDetails! with { TestName = "Trial PCR", Device = "1232", Result = "Positive" };
        var claims = EuClaims.Of(EuClaims.Test with { TestDetails = test });
        AssertMade(claims, $$"""
            {
              "ver": "1.3.0", "dob": "1987-04-21",
              "nam": { "fn": "Jiřina Červenková", "fnt": "JIRINA<CERVENKOVA" },
              "t": [{
                "tg": "840539006", "tt": "LP6464-4", "nm": "Trial PCR", "sc": "2024-02-01T08:00:00Z", "tr": "260373001", "tc": "Harbour Lab",
                "co": "XX", "is": "Ministry of Trials", "ci": "{{claims.Uvci}}"
              }]
            }
            """);

        var rapid = Entry(EuClaims.Test with { TestDetails = test with
        {
            TestType = "RAT",
            SampleCollectionTimestamp = new DateTimeOffset(2024, 2, 1, 8, 0, 1, 987, TimeSpan.FromHours(5.5)),
        } });
        Assert.Equal(("LP217198-3", "1232", "2024-02-01T08:00:01+05:30"), (Text(rapid, "tt"), Text(rapid, "ma"), Text(rapid, "sc")));
        Assert.False(rapid.TryGetProperty("nm", out _));
    }

    [Fact]
    public void A_recovery_has_its_three_dates()
    {
        var claims = EuClaims.OfRecovery("COVID-19");
        AssertMade(claims, $$"""
            {
              "ver": "1.3.0", "dob": "1987-04-21",
              "nam": { "fn": "Jiřina Červenková", "fnt": "JIRINA<CERVENKOVA" },
              "r": [{
                "tg": "840539006", "fr": "2024-03-01", "df": "2024-03-12", "du": "2024-08-28",
                "co": "LK", "is": "Ministry of Trials", "ci": "{{claims.Uvci}}"
              }]
            }
            """);

        Assert.Equal("DISEASE_WITHOUT_CODE", Assert.Throws<EventFailedException>(() => Made(EuClaims.OfRecovery("Measles"))).Reason);
    }

    /// <summary>The product by DIVOC's first list, the holder by its third, which knows nothing of the product.</summary>
    [Theory]
    [InlineData("Covishield", "AstraZeneca", "Covishield", "ORG-100001699")]
    [InlineData("Sputnik Light", "Gamaleya", "Sputnik-V", "Gamaleya-Research-Institute")]
    [InlineData("Covovax", "Serum Institute", "NVX - CoV2373", "ORG-100001981")]
    [InlineData("Pfizer-BioNTech", "Pfizer BioNTech", "EU/1/20/1528", "ORG-100030215")]
    public void DIVOC_s_own_lists_can_be_selected_including_their_errors(string name, string maker, string mp, string ma)
    {
        options.DivocMaps = true;
        var entry = Entry(
            EuClaims.Vaccination with { Vaccination = EuClaims.Vaccination.Vaccination! with { Name = name, Manufacturer = maker } });

        Assert.Equal((mp, ma, "J07BX03"), (Text(entry, "mp"), Text(entry, "ma"), Text(entry, "vp")));
        Assert.Equal("VACCINE_WITHOUT_CODE", RefusalOf(
            EuClaims.Vaccination with { Vaccination = EuClaims.Vaccination.Vaccination! with { Name = name, Manufacturer = "Somebody" } }));
    }

    /// <summary>The rule of the Commission of 21 December 2021.</summary>
    [Theory]
    [InlineData(1, 2, 1, 2)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(3, 2, 3, 3)]
    [InlineData(4, 3, 4, 4)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 2, 1)]
    [InlineData(3, 1, 3, 1)]
    public void Boosters_are_counted_as_the_EU_counts_them(int dose, int doses, int dn, int sd)
    {
        var entry = Entry(
            EuClaims.Vaccination with { Vaccination = EuClaims.Vaccination.Vaccination! with { Dose = dose, TotalDoses = doses } });

        Assert.Equal((dn, sd), (entry.GetProperty("dn").GetInt32(), entry.GetProperty("sd").GetInt32()));
    }

    [Theory]
    [InlineData("Comirnaty", "EU/1/20/1528", "ORG-100030215", "1119349007")]
    [InlineData("Pfizer-BioNTech", "EU/1/20/1528", "ORG-100030215", "1119349007")]
    [InlineData("Covovax", "Covovax", "ORG-100001981", "1162643001")]
    public void The_name_of_the_vaccine_alone_decides_the_product(string name, string mp, string ma, string vp)
    {
        var entry = Entry(EuClaims.Vaccination with
        {
            Vaccination = EuClaims.Vaccination.Vaccination! with { Name = name, Manufacturer = "Somebody else" },
        });

        Assert.Equal((mp, ma, vp), (Text(entry, "mp"), Text(entry, "ma"), Text(entry, "vp")));
    }

    [Theory]
    [InlineData("1987-04-21", null, "1987-04-21")]
    [InlineData("1987-04", null, "1987-04")]
    [InlineData("1987", null, "1987")]
    [InlineData(null, "37", "1987")]
    [InlineData(null, "0", "2024")]
    [InlineData(null, null, "")]
    public void A_partial_date_of_birth_is_written_as_it_was_sent(string? dob, string? age, string expected)
    {
        BirthDate? born = dob is not null && BirthDate.TryParse(dob, out var read) ? read : null;
        var happened = EuClaims.Test with { Recipient = EuClaims.Test.Recipient with { Dob = born, Age = age } };
        Assert.Equal(expected, BirthDateOf(happened));

        options.BirthYearFromAge = false;
        Assert.Equal(age is null ? expected : "", BirthDateOf(happened));
    }

    [Fact]
    public void The_country_comes_from_the_event_or_else_from_the_issuer()
    {
        Assert.Equal("LK", CountryOf("Sri Lanka"));
        Assert.Equal("LK", CountryOf("lk"));
        Assert.Equal("XX", CountryOf(null));
        Assert.Equal("XX", CountryOf(" "));
        Assert.Equal("COUNTRY_UNKNOWN", RefusalOf(In("Utopia")));

        string CountryOf(string? country) => Text(Entry(In(country)), "co");
        static HealthEvent In(string? country) => EuClaims.Vaccination with { Facility = EuClaims.In(country) };
    }

    [Fact]
    public void The_day_is_the_local_day_of_the_place()
    {
        var late = new DateTimeOffset(2024, 1, 1, 23, 30, 0, TimeSpan.FromHours(-5));
        Assert.Equal(
            "2024-01-01",
            Text(Entry(EuClaims.Vaccination with { Vaccination = EuClaims.Vaccination.Vaccination! with { Date = late } }), "dt"));
    }

    [Fact]
    public void An_event_that_the_EU_does_not_certify_is_refused_with_its_own_code()
    {
        var vaccination = EuClaims.Vaccination.Vaccination!;
        var test = EuClaims.Test.TestDetails!;
        Assert.Equal(
            "VACCINE_WITHOUT_CODE", RefusalOf(EuClaims.Vaccination with { Vaccination = vaccination with { Name = "Something new" } }));
        Assert.Equal("VACCINE_WITHOUT_CODE", RefusalOf(EuClaims.Vaccination with { Vaccination = vaccination with { Name = "ZyCoV-D" } }));
        Assert.Equal("DISEASE_WITHOUT_CODE", RefusalOf(EuClaims.Test with { TestDetails = test with { Disease = "Measles" } }));
        Assert.Equal("TEST_KIND_WITHOUT_CODE", RefusalOf(EuClaims.Test with { TestDetails = test with { TestType = "Antibody" } }));
        Assert.Equal("TEST_KIND_WITHOUT_CODE", RefusalOf(EuClaims.Test with { TestDetails = test with { TestType = "Tea leaves" } }));
        Assert.Equal("RESULT_WITHOUT_CODE", RefusalOf(EuClaims.Test with { TestDetails = test with { Result = "Inconclusive" } }));
        Assert.Equal("RESULT_WITHOUT_CODE", RefusalOf(EuClaims.Test with { TestDetails = test with { Result = "Void" } }));
        Assert.Equal(
            "NAME_NOT_TRANSLITERABLE", RefusalOf(EuClaims.Test with { Recipient = EuClaims.Test.Recipient with { Name = "अनीता शर्मा" } }));
        Assert.Equal(
            "CODES_NOT_KEPT",
            Assert.Throws<EventFailedException>(() => Made(EuClaims.Of(EuClaims.Test) with { Codes = null, Form = 1 })).Reason);
    }

    [Fact]
    public void A_name_in_another_script_is_certified_with_the_name_parts_that_the_partner_sent()
    {
        var person = EuClaims.Test.Recipient with { Name = "अनीता शर्मा", FamilyName = "Sharma", GivenName = "Anita" };
        var name = EuClaims.JsonOf(Made(EuClaims.Of(EuClaims.Test with { Recipient = person }))).GetProperty("nam");

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{"fn":"Sharma","fnt":"SHARMA","gn":"Anita","gnt":"ANITA"}"""), JsonNode.Parse(name.GetRawText())),
            name.GetRawText());
    }

    [Fact]
    public void A_certificate_issued_before_a_country_was_set_gets_an_identifier_now()
    {
        var claims = EuClaims.Of(EuClaims.Test, country: null);

        Assert.Equal(Uvci.Of("XX", claims.CertificateId), Made(claims).Entry.Id);
    }

    [Fact]
    public void Every_product_of_the_table_with_codes_gives_a_valid_certificate()
    {
        var made = 0;
        foreach (var product in new VaccineProducts().All.Where(product => product.Eu is not null))
        {
            var happened = EuClaims.Vaccination with { Vaccination = EuClaims.Vaccination.Vaccination! with { Name = product.Name } };
            var codes = VaccinationCodes.Read(EuClaims.Of(happened).Codes!.Value);
            if (codes.Product?.Name == product.Name)
            {
                Assert.Equal(product.Eu!.Mp, Text(Entry(happened), "mp"));
                made++;
            }
        }

        Assert.InRange(made, 25, 60);
    }

    [Fact]
    public void Certificates_of_varied_events_are_valid_against_the_schema()
    {
        foreach (var claims in VariedClaims.Of(400))
        {
            EuSchema.Judge(EuClaims.JsonOf(Made(claims)));
        }
    }

    [Fact]
    public void The_schema_rejects_an_invalid_certificate()
    {
        SharedData.PathOf("schemas", "DCC.combined-schema.json");

        Assert.False(EuSchema.IsValid(JsonElement.Parse("""{"ver":"1.3.0","nam":{},"dob":"","v":[]}""")));
    }

    private EuCertificate Made(CertificateClaims claims)
    {
        return new EuMapping(options, new EuNames(new Transliteration(options)), new CalendarDays(TimeZoneInfo.Utc)).Of(claims, "XX", null);
    }

    private void AssertMade(CertificateClaims claims, string expected)
    {
        var made = EuClaims.JsonOf(Made(claims));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(made.GetRawText())), made.GetRawText());
        EuSchema.Judge(made);
    }

    private JsonElement Entry(HealthEvent happened)
    {
        var made = EuClaims.JsonOf(Made(EuClaims.Of(happened)));
        EuSchema.Judge(made);
        return made.GetProperty(happened.TestDetails is null ? "v" : "t")[0];
    }

    private string BirthDateOf(HealthEvent happened)
    {
        var made = EuClaims.JsonOf(Made(EuClaims.Of(happened)));
        EuSchema.Judge(made);
        return Text(made, "dob");
    }

    private string RefusalOf(HealthEvent happened) => Assert.Throws<EventFailedException>(() => Made(EuClaims.Of(happened))).Reason;

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}
