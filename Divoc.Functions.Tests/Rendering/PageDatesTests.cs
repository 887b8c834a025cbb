using Divoc.Functions.Domain;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Tests.Rendering;

public sealed class PageDatesTests
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    [Theory]
    [InlineData("UTC", "2020-12-02T19:21:18.646Z", "02 Dec 2020")]
    [InlineData("Asia/Kolkata", "2020-12-02T19:21:18.646Z", "03 Dec 2020")]
    [InlineData("America/Lima", "2020-12-02T03:00:00Z", "01 Dec 2020")]
    [InlineData("America/Lima", "2020-12-02", "02 Dec 2020")]
    [InlineData("America/Lima", "2020-12-02T00:00:00.000Z", "02 Dec 2020")]
    [InlineData("UTC", "2020-12-02T23:30:00-05:00", "02 Dec 2020")]
    [InlineData("America/Jamaica", "2021-05-17T18:59:00-05:00", "17 May 2021")]
    [InlineData("America/Jamaica", "2021-05-17T19:00:00-05:00", "17 May 2021")]
    [InlineData("America/Jamaica", "2021-05-17T19:01:00-05:00", "17 May 2021")]
    [InlineData("UTC", "2021-05-18T00:10:00+05:30", "18 May 2021")]
    [InlineData("America/Jamaica", "2021-05-18T00:10:00+05:30", "18 May 2021")]
    [InlineData("Asia/Kolkata", "2021-05-17T20:00:00", "17 May 2021")]
    [InlineData("Asia/Kolkata", "2021-05-17T20:00:00Z", "18 May 2021")]
    [InlineData("UTC", "2020-12-02T23:30:00", "02 Dec 2020")]
    [InlineData("UTC", "2020-13-45", "2020-13-45")]
    [InlineData("UTC", "in spring", "in spring")]
    [InlineData("UTC", "", "")]
    public void A_date_is_printed_as_day_month_year_and_other_text_is_unchanged(string zone, string text, string expected)
    {
        Assert.Equal(expected, new PageDates(new CalendarDays(TimeZoneInfo.FindSystemTimeZoneById(zone)), Months).Date(text));
    }

    [Theory]
    [InlineData("UTC", "2020-12-02T19:21:18.646Z", "02 Dec 2020, 19:21 (UTC)")]
    [InlineData("Asia/Kathmandu", "2020-12-02T19:21:18.646Z", "03 Dec 2020, 01:06 (UTC+05:45)")]
    [InlineData("America/Lima", "2020-12-02T19:21:18.646Z", "02 Dec 2020, 14:21 (UTC-05:00)")]
    [InlineData("Asia/Kathmandu", "2020-12-02T19:21:18+01:00", "02 Dec 2020, 19:21 (UTC+01:00)")]
    [InlineData("Asia/Kathmandu", "2020-12-02T00:00:00Z", "02 Dec 2020")]
    [InlineData("Asia/Kathmandu", "2020-12-02T00:01:00Z", "02 Dec 2020, 05:46 (UTC+05:45)")]
    [InlineData("Asia/Kathmandu", "2020-12-02", "02 Dec 2020")]
    public void A_time_shows_its_UTC_offset(string zone, string text, string expected)
    {
        Assert.Equal(expected, new PageDates(new CalendarDays(TimeZoneInfo.FindSystemTimeZoneById(zone)), Months).Time(text));
    }
}
