using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Types;

public sealed class DoseSelectionTests
{
    [Theory]
    [InlineData(new[] { "3" }, new[] { 3 })]
    [InlineData(new[] { "2,3" }, new[] { 2, 3 })]
    [InlineData(new[] { " 3 , 2 " }, new[] { 2, 3 })]
    [InlineData(new[] { "1", "2,3" }, new[] { 1, 2, 3 })]
    [InlineData(new[] { "3,3" }, new[] { 3 })]
    [InlineData(new[] { "03" }, new[] { 3 })]
    public void A_list_of_doses_is_numbers_separated_by_commas(string[] doses, int[] numbers)
    {
        Assert.Equal(numbers, SelectedBy(DoseSelection.Read(doses, null)!));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("TRUE")]
    public void A_selection_of_all_doses_overrides_a_list_of_doses(string all)
    {
        Assert.Equal([1, 2, 3], SelectedBy(DoseSelection.Read(["1", "what"], all)!));
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("1,")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("one")]
    [InlineData("99999999999")]
    public void An_invalid_dose_makes_the_whole_list_invalid(params string[] doses)
    {
        Assert.Null(DoseSelection.Read(doses, "false"));
    }

    private static IEnumerable<int> SelectedBy(DoseSelection selection)
    {
        return selection.Select([.. new[] { 1, 2, 3 }.Select(dose => VersionBuilder.Version(dose))])!
            .Select(version => VaccinationType.DoseOf(version.Key))
            .Order();
    }
}
