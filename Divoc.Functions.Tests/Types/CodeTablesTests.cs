using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Types;

/// <summary>What words of an event the tables of codes know.</summary>
public sealed class CodeTablesTests
{
    private static readonly VaccineProducts Products = new();
    private static readonly TestTables Tests = new();
    private static readonly Diseases Diseases = new();
    private static readonly Countries Lands = new();

    [Theory]
    [InlineData("COVISHIELD", "Covishield")]
    [InlineData("Pfizer-BioNTech COVID-19 Vaccine (COMIRNATY)", "Comirnaty")]
    [InlineData("Pfizer", "Comirnaty")]
    [InlineData("Vaxzevria (AstraZeneca)", "Vaxzevria")]
    [InlineData("Sputnik V", "Sputnik-V")]
    [InlineData("Sputnik Light", "Sputnik Light")]
    [InlineData("Covovax", "Covovax")]
    [InlineData("Comirnaty or Spikevax", "Comirnaty")]
    [InlineData("Rabies vaccine", null)]
    [InlineData("", null)]
    public void The_name_of_a_vaccine_identifies_a_product(string name, string? product) =>
        Assert.Equal(product, Products.Find(name)?.Name);

    /// <summary>Two names of one length mean nothing: nobody guesses what was given.</summary>
    [Fact]
    public void Two_matching_names_of_equal_length_identify_no_product() => Assert.Null(Products.Find("Covaxin Covovax"));

    [Fact]
    public void Product_names_are_unique_and_their_codes_are_complete()
    {
        Assert.Equal(Products.All.Count, Products.All.DistinctBy(product => product.Name).Count());
        Assert.All(Products.All, product =>
        {
            Assert.True(product.Icd11Class is { Length: 6 }, product.Name);
            Assert.True(
                product.Eu is null || (product.Eu.Mp.Length > 0 && product.Eu.Ma.Length > 0 && product.Eu.Vp.All(char.IsAsciiDigit)),
                product.Name);
        });
        Assert.Null(Products.All.Single(product => product.Name == "VLA2001").Eu);
        Assert.Equal(new EuVaccineCodes("Covishield", "ORG-100001981", "29061000087103"), Products.Find("Covishield")!.Eu);
    }

    /// <summary>Whatever DIVOC's list of names has a class for is a product here, but for what names no product.</summary>
    [Fact]
    public void Each_vaccine_in_the_DIVOC_list_is_a_product()
    {
        using var list = CodeTable.Read(typeof(VaccineCodes), "VaccineCodes.table.json");
        var unknown = list.RootElement.GetProperty("vaccines")
            .EnumerateArray()
            .Select(vaccine => vaccine.GetProperty("name").GetString()!)
            .Where(name => Products.Find(name) is null);

        Assert.Equal([], unknown);
    }

    [Theory]
    [InlineData("RT-PCR", "LP6464-4", "94500-6")]
    [InlineData("rapid antigen test", "LP217198-3", "94558-4")]
    [InlineData("RAT", "LP217198-3", "94558-4")]
    [InlineData("Antibody", null, null)]
    public void Kinds_of_test_have_codes(string kind, string? eu, string? loinc) =>
        Assert.Equal((eu, loinc), (Diseases.FindKind(kind)!.Eu, Diseases.FindKind(kind)!.Loinc));

    [Fact]
    public void Values_missing_from_the_tables_have_no_code()
    {
        Assert.Null(Diseases.FindKind("Rehearsal"));
        Assert.Null(Diseases.FindKind(null));
        Assert.Null(Diseases.Find("Measles"));
        Assert.Null(Tests.FindResult("negative"));
        Assert.Null(Tests.FindOrigin(null));
        Assert.Null(Tests.FindDevice(null, null, "A test"));
        Assert.Null(Lands.Find("Atlantis"));
        Assert.Null(Lands.Find(null));
    }

    [Fact]
    public void Results_diseases_and_devices_have_codes()
    {
        Assert.Equal(new TestResultCodes("260415000", "260415000", "RA01.1"), Tests.FindResult("Negative"));
        Assert.Null(Tests.FindResult("Void")!.Eu);
        Assert.Equal("840539006", Diseases.Find("COVID-19")!.Codes.Eu);
        Assert.Equal("XN109", Diseases.Find("SARS-CoV-2")!.Pathogen);
        Assert.Equal("99999", Tests.FindDevice("99999", "1833"));
        Assert.Equal("1833", Tests.FindDevice(null, "A maker", " 1833 "));
    }

    [Theory]
    [InlineData("IN")]
    [InlineData("ind")]
    [InlineData("India")]
    public void A_country_is_found_by_its_codes_and_its_name(string text) => Assert.Equal(new CountryCodes("IN", "IND"), Lands.Find(text));

    /// <summary>The version of the tables counts the changes of each: the number that stands in claims never means two of them.</summary>
    [Fact]
    public void The_codes_of_a_test_and_of_a_recovery_are_unchanged()
    {
        Assert.Equal(
            """
            {"tables":1,"kind":{"eu":"LP6464-4","loinc":"94500-6","icd11":"1334426561"},"result":{"eu":"260415000","snomed":"260415000","icd11":"RA01.1"},"disease":{"eu":"840539006","icd11":"RA01"},"pathogen":"XN109"}
            """,
            OwnTypes.Test.CodesOf(EventBuilder.Test().Data)!.Value.GetRawText());
        Assert.Equal(
            """{"tables":1,"disease":{"eu":"840539006","icd11":"RA01"},"kind":{"eu":"LP6464-4","loinc":"94500-6","icd11":"1334426561"},"country":{"alpha2":"KE","alpha3":"KEN"}}""",
            OwnTypes.Recovery.CodesOf(Kenyan().Data)!.Value.GetRawText());
    }

    /// <summary>
    /// Claims tell the version, so that two tables never have one: who changes a table raises <see cref="CodeTable.Version"/> and enters
    /// the hash of all here.
    /// </summary>
    [Fact]
    public void The_version_of_the_tables_increases_with_each_change_of_a_table()
    {
        var types = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Types");
        string[] tables =
            ["Countries.table.json", "Diseases.table.json", "Test/TestCodes.table.json", "Vaccination/VaccineProducts.table.json"];
        var hash = Convert.ToHexStringLower(
            SHA256.HashData([.. tables.SelectMany(table => File.ReadAllBytes(Path.Combine(types, table)))]));

        Assert.Equal((1, "59338ab4a59317a778b9e9094b1136dff63834965be9489c528399791755fffb"), (CodeTable.Version, hash));
    }

    [Fact]
    public void Codes_are_read_back_as_they_were_written()
    {
        var vaccination = EventBuilder.Vaccination().Data;
        var written = OwnTypes.Vaccination.CodesOf(vaccination)!.Value;

        Assert.Equal("Covishield", VaccinationCodes.Read(written).Product!.Name);
        Assert.Equal(written.GetRawText(), VaccinationCodes.Read(written).Write().GetRawText());
        var test = OwnTypes.Test.CodesOf(EventBuilder.Test().Data)!.Value;
        Assert.Equal(test.GetRawText(), TestCodes.Read(test).Write().GetRawText());
        Assert.Throws<JsonException>(() => TestCodes.Read(JsonElement.Parse("null")));
        var recovery = OwnTypes.Recovery.CodesOf(EventBuilder.Recovery().Data)!.Value;
        Assert.Equal(recovery.GetRawText(), RecoveryCodes.Read(recovery).Write().GetRawText());
        Assert.Throws<JsonException>(() => RecoveryCodes.Read(JsonElement.Parse("null")));
    }

    private static HealthEvent Kenyan()
    {
        var happened = EventBuilder.Recovery();
        return happened with { Facility = happened.Facility with { Address = happened.Facility.Address! with { Country = "Kenya" } } };
    }
}
