using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Rendering;

/// <summary>
/// How dates are printed: day, name of the month and year, or only month and year, in the local time of the event
/// (<see cref="CalendarDays"/>). A text that is not a date is printed unchanged.
/// </summary>
/// <param name="days">Finds the local days and times of instants.</param>
/// <param name="months">Twelve names, January first, as they are printed.</param>
internal sealed class PageDates(CalendarDays days, IReadOnlyList<string> months)
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MonthFormat = "yyyy-MM";

    /// <summary>The date of an ISO 8601 text. A text without an offset keeps its day.</summary>
    public string Date(string text)
    {
        if (TryParseDay(text, out var day))
        {
            return Format(day);
        }

        if (text.Length == MonthFormat.Length
            && DateOnly.TryParseExact(text, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{months[first.Month - 1]} {first.Year:D4}");
        }

        return TryParse(text, out var instant) ? Date(instant) : text;
    }

    /// <summary>The date of an instant.</summary>
    public string Date(DateTimeOffset instant) => Format(days.DayOf(instant));

    /// <summary>Date and time of an ISO 8601 text, with the offset from UTC; only the date if the text has no time.</summary>
    public string Time(string text)
    {
        if (TryParseDay(text, out _) || !TryParse(text, out var instant) || CalendarDays.IsDayAlone(instant))
        {
            return Date(text);
        }

        var local = days.LocalTime(instant);
        var distance = local.Offset == TimeSpan.Zero ? "" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return Format(DateOnly.FromDateTime(local.DateTime)) + local.ToString(", HH:mm", CultureInfo.InvariantCulture)
            + $" (UTC{distance})";
    }

    /// <summary>Reads an ISO 8601 instant; without an offset it is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        return text.Length >= DayFormat.Length && text[4] == '-' && text[7] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    /// <summary>Reads a day, with or without a time that has no offset.</summary>
    private static bool TryParseDay(string text, out DateOnly day)
    {
        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return true;
        }

        if (!TryParse(text, out _)
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var read)
            || read.Kind != DateTimeKind.Unspecified)
        {
            return false;
        }

        day = DateOnly.FromDateTime(read);
        return true;
    }

    private string Format(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day.Day:D2} {months[day.Month - 1]} {day.Year:D4}");
}
