using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Domain;

public sealed class BirthDateTests
{
    [Theory]
    [InlineData("1987-04-21", "1987-04-21", "1987-04-21", true)]
    [InlineData("1987-04", "1987-04-01", "1987-04-30", false)]
    [InlineData("2024-02", "2024-02-01", "2024-02-29", false)]
    [InlineData("1987", "1987-01-01", "1987-12-31", false)]
    public void A_birth_date_can_be_a_day_a_month_or_a_year(string text, string first, string last, bool isExact)
    {
        Assert.True(BirthDate.TryParse(text, out var born));
        Assert.Equal((first, last), (InternetTime.FormatDate(born.First), InternetTime.FormatDate(born.Last)));
        Assert.Equal(isExact, born.Day is not null);
        Assert.Equal(text, born.ToString());
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(born));
        Assert.Equal(born, JsonSerializer.Deserialize<BirthDate>($"\"{text}\""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("87")]
    [InlineData("1987-13")]
    [InlineData("1987-4")]
    [InlineData("1987-02-30")]
    [InlineData("0000")]
    [InlineData("9999-12")]
    [InlineData("198x")]
    [InlineData(" 1987")]
    [InlineData("1987-")]
    [InlineData("+987")]
    public void Any_other_text_is_not_a_birth_date(string text)
    {
        Assert.False(BirthDate.TryParse(text, out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BirthDate>($"\"{text}\""));
    }

    [Fact]
    public void A_JSON_value_that_is_not_a_string_is_not_a_birth_date() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BirthDate>("1987"));
}
