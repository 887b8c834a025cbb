using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Intake;

public sealed class InternetTimeTests
{
    [Theory]
    [InlineData("2021-07-12T19:21:19.646Z", "2021-07-12T19:21:19.646Z")]
    [InlineData("2021-07-12T19:21:19Z", "2021-07-12T19:21:19.000Z")]
    [InlineData("2021-07-12t19:21:19z", "2021-07-12T19:21:19.000Z")]
    [InlineData("2021-07-12T19:21:19.6Z", "2021-07-12T19:21:19.600Z")]
    [InlineData("2021-07-12T19:21:19.9999999999Z", "2021-07-12T19:21:19.999Z")]
    [InlineData("2021-07-12T19:21:19.646+05:30", "2021-07-12T19:21:19.646+05:30")]
    [InlineData("2021-07-12T19:21:19-03:30", "2021-07-12T19:21:19.000-03:30")]
    [InlineData("2021-07-12T19:21:19+00:00", "2021-07-12T19:21:19.000Z")]
    [InlineData("2021-07-12T19:21:19-00:00", "2021-07-12T19:21:19.000Z")]
    [InlineData("2021-07-12T19:21:19+14:00", "2021-07-12T19:21:19.000+14:00")]
    [InlineData("2020-02-29T00:00:00Z", "2020-02-29T00:00:00.000Z")]
    [InlineData("0002-01-01T00:00:00+14:00", "0002-01-01T00:00:00.000+14:00")]
    [InlineData("9999-12-29T23:59:59.999-14:00", "9999-12-29T23:59:59.999-14:00")]
    public void A_date_time_is_written_with_milliseconds_and_its_own_offset(string text, string written)
    {
        Assert.True(InternetTime.TryParseInstant(text, out var instant));
        Assert.Equal(written, InternetTime.Format(instant));
        Assert.True(InternetTime.TryParseInstant(written, out var again));
        Assert.True(instant.EqualsExact(again));
        Assert.Equal(instant, instant.ToOffset(TimeSpan.FromHours(14)));
        Assert.Equal(instant, instant.ToOffset(TimeSpan.FromHours(-14)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2021-10-17T13:10")]
    [InlineData("2021-10-17T13:10Z")]
    [InlineData("2021-10-17T13:10:00")]
    [InlineData("2021-10-17 13:10:00Z")]
    [InlineData("2021-10-17T13:10:00.Z")]
    [InlineData("2021-10-17T13:10:00,5Z")]
    [InlineData("2021-10-17T13:10:00.5")]
    [InlineData("2021-10-17T13:10:00+05")]
    [InlineData("2021-10-17T13:10:00+0530")]
    [InlineData("2021-10-17T13:10:00+14:01")]
    [InlineData("2021-10-17T13:10:00+05:60")]
    [InlineData("2021-10-17T13:10:00ZZ")]
    [InlineData(" 2021-10-17T13:10:00Z")]
    [InlineData("2021-10-17T13:10:00Z ")]
    [InlineData("2021-02-29T00:00:00Z")]
    [InlineData("2021-13-01T00:00:00Z")]
    [InlineData("2021-10-17T24:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("2021-10-17T13:10:00.٣Z")]
    public void Other_date_time_formats_are_refused(string text) => Assert.False(InternetTime.TryParseInstant(text, out _));

    [Theory]
    [InlineData("1987-04-21", true)]
    [InlineData("2020-02-29", true)]
    [InlineData("2021-02-29", false)]
    [InlineData("1987-4-21", false)]
    [InlineData("1987-04-21 ", false)]
    [InlineData("19870421", false)]
    [InlineData("0000-01-01", false)]
    [InlineData("1987-04-21T00:00:00Z", false)]
    public void A_date_is_a_full_date(string text, bool isDate) => Assert.Equal(isDate, InternetTime.TryParseDate(text, out _));
}
