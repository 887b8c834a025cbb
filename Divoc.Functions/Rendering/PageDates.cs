using System.Globalization;

namespace Divoc.Functions.Rendering;

/// <summary>How dates are printed: day, name of the month, year, in the country's time zone. What is no date is printed as it stands.</summary>
/// <param name="zone">The time zone.</param>
/// <param name="months">Twelve names, January first.</param>
internal sealed class PageDates(TimeZoneInfo zone, IReadOnlyList<string> months)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The date of an ISO 8601 text. A day without a time has no time zone and stays that day.</summary>
    public string Date(string text)
    {
        return DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Format(day)
            : TryParse(text, out var instant) ? Date(instant)
            : text;
    }

    /// <summary>The date of an instant. Midnight UTC is how a day without a time arrives, so it stays that day.</summary>
    public string Date(DateTimeOffset instant)
    {
        var isDay = instant.UtcDateTime.TimeOfDay == TimeSpan.Zero;
        return Format(DateOnly.FromDateTime(isDay ? instant.UtcDateTime : TimeZoneInfo.ConvertTime(instant, zone).DateTime));
    }

    /// <summary>Date and time of an ISO 8601 text, with the distance from UTC.</summary>
    public string Time(string text)
    {
        if (!TryParse(text, out var instant) || text.Length <= DayFormat.Length)
        {
            return Date(text);
        }

        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var distance = local.Offset == TimeSpan.Zero ? "" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return Format(DateOnly.FromDateTime(local.DateTime)) + local.ToString(", HH:mm", CultureInfo.InvariantCulture) + $" (UTC{distance})";
    }

    /// <summary>Reads an ISO 8601 instant; without an offset it is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        return text.Length >= DayFormat.Length && text[4] == '-' && text[7] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    private string Format(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day:D2} {months[day.Month - 1]} {day.Year:D4}");
}
