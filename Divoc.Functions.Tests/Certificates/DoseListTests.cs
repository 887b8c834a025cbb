using Divoc.Functions.Certificates;

namespace Divoc.Functions.Tests.Certificates;

public sealed class DoseListTests
{
    [Theory]
    [InlineData(new[] { "1" }, new[] { 1 })]
    [InlineData(new[] { "1,2" }, new[] { 1, 2 })]
    [InlineData(new[] { " 2 , 1 " }, new[] { 1, 2 })]
    [InlineData(new[] { "1", "2,3" }, new[] { 1, 2, 3 })]
    [InlineData(new[] { "2,2" }, new[] { 2 })]
    [InlineData(new[] { "01" }, new[] { 1 })]
    public void Some_doses_are_numbers_with_commas_between(string[] doses, int[] numbers)
    {
        Assert.True(DoseList.TryRead(doses, null, out var read));
        Assert.Equal(numbers, read!.Order());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("TRUE")]
    public void All_doses_win_over_a_list_of_some(string all)
    {
        Assert.True(DoseList.TryRead(["1", "what"], all, out var read));
        Assert.Null(read);
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
    public void What_is_no_dose_makes_the_whole_list_unreadable(params string[] doses)
    {
        Assert.False(DoseList.TryRead(doses, "false", out var read));
        Assert.Null(read);
    }
}
