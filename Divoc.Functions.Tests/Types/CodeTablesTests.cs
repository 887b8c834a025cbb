using System.Text.Json;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Types;

/// <summary>What words of an event the tables of codes know.</summary>
public sealed class CodeTablesTests
{
    private static readonly VaccineProducts Products = new();
    private static readonly TestTables Tests = new();
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
    public void The_name_of_a_vaccine_means_a_product(string name, string? product) => Assert.Equal(product, Products.Find(name)?.Name);

    /// <summary>Two names of one length mean nothing: nobody guesses what was given.</summary>
    [Fact]
    public void Two_names_that_are_as_long_mean_no_product() => Assert.Null(Products.Find("Covaxin Covovax"));

    [Fact]
    public void Products_have_codes_that_belong_together()
    {
        Assert.Equal(Products.All.Count, Products.All.DistinctBy(product => product.Name).Count());
        Assert.All(Products.All, product =>
        {
            Assert.True(product.Icd11Class is { Length: 6 }, product.Name);
            Assert.True(product.Eu is null || (product.Eu.Mp.Length > 0 && product.Eu.Ma.Length > 0 && product.Eu.Vp.All(char.IsAsciiDigit)), product.Name);
        });
        Assert.Null(Products.All.Single(product => product.Name == "VLA2001").Eu);
        Assert.Equal(new EuVaccineCodes("Covishield", "ORG-100001981", "29061000087103"), Products.Find("Covishield")!.Eu);
    }

    /// <summary>Whatever DIVOC's list of names has a class for is a product here, but for what names no product.</summary>
    [Fact]
    public void Each_vaccine_of_the_list_of_divoc_is_a_product()
    {
        using var list = CodeTable.Read(typeof(VaccineCodes), "VaccineCodes.table.json");
        var unknown = list.RootElement.GetProperty("vaccines").EnumerateArray().Select(vaccine => vaccine.GetProperty("name").GetString()!).Where(name => Products.Find(name) is null);

        Assert.Equal([], unknown);
    }

    [Theory]
    [InlineData("RT-PCR", "LP6464-4", "94500-6")]
    [InlineData("rapid antigen test", "LP217198-3", "94558-4")]
    [InlineData("RAT", "LP217198-3", "94558-4")]
    [InlineData("Antibody", null, null)]
    public void Kinds_of_test_have_codes(string kind, string? eu, string? loinc) => Assert.Equal((eu, loinc), (Tests.FindKind(kind)!.Eu, Tests.FindKind(kind)!.Loinc));

    [Fact]
    public void What_the_tables_do_not_know_has_no_code()
    {
        Assert.Null(Tests.FindKind("Rehearsal"));
        Assert.Null(Tests.FindDisease("Measles"));
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
        Assert.Equal("840539006", Tests.FindDisease("COVID-19")!.Value.Codes.Eu);
        Assert.Equal("XN109", Tests.FindDisease("SARS-CoV-2")!.Value.Pathogen);
        Assert.Equal("99999", Tests.FindDevice("99999", "1833"));
        Assert.Equal("1833", Tests.FindDevice(null, "A maker", " 1833 "));
    }

    [Theory]
    [InlineData("IN")]
    [InlineData("ind")]
    [InlineData("India")]
    public void A_country_is_known_by_its_codes_and_its_name(string text) => Assert.Equal(new CountryCodes("IN", "IND"), Lands.Find(text));

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
    }
}
