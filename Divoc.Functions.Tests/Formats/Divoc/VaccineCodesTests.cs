using System.Text.Json;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Formats;

public sealed class VaccineCodesTests
{
    private readonly VaccineCodes codes = new();

    [Theory]
    [InlineData("Covishield", "XM9QW8", "COVID-19 vaccine, non-replicating viral vector")]
    [InlineData("COVAXIN", "XM1NL1", "COVID-19 vaccine, inactivated virus")]
    [InlineData("Pfizer/BioNTech Comirnaty", "XM0GQ8", "COVID-19 vaccine, RNA based vaccine")]
    [InlineData("SputnikV", "XM9QW8", "COVID-19 vaccine, non-replicating viral vector")]
    [InlineData("BBIBP-CorV", "XM1NL1", "COVID-19 vaccine, inactivated virus")]
    [InlineData(" Z y Cov - D ", "XM6AT1", "COVID-19 vaccine, DNA based")]
    [InlineData("Janssen", "XM0CX4", "COVID-19 vaccine, replicating viral vector")]
    [InlineData("Novavax (Covovax)", "XM5JC5", "COVID-19 vaccine, virus protein subunit")]
    [InlineData("GEMCOVAC-19", "XM0GQ8", "COVID-19 vaccine, RNA based vaccine")]
    public void A_name_that_contains_a_known_vaccine_gets_its_code_and_term(string name, string code, string prophylaxis)
    {
        Assert.Equal(new VaccineCode(code, prophylaxis), codes.Find(name));
    }

    [Theory]
    [InlineData("CoVax")]
    [InlineData("")]
    [InlineData("Pfi")]
    public void Any_other_name_has_no_code(string name) => Assert.Null(codes.Find(name));

    [Fact]
    public void The_first_matching_entry_of_the_list_wins()
    {
        Assert.Equal("XM1NL1", codes.Find("moderna or covaxin")!.Code);
    }

    [Fact]
    public void Every_vaccine_of_DIVOCs_configuration_has_DIVOCs_code_and_term()
    {
        var terms = JsonElement.Parse(SharedData.Read("divoc", "config", "ICD.json"));
        var vaccines = JsonElement.Parse(SharedData.Read("divoc", "config", "VACCINE_ICD.json")).EnumerateArray().ToList();

        Assert.Equal(21, vaccines.Count);
        Assert.All(vaccines, vaccine =>
        {
            var code = vaccine.GetProperty("icd11Code").GetString()!;
            Assert.Equal(
                new VaccineCode(code, terms.GetProperty(code).GetProperty("icd11Term").GetString()!),
                codes.Find(vaccine.GetProperty("vaccineName").GetString()!));
        });
    }
}
