using System.Globalization;

namespace Divoc.Functions.Domain;

/// <summary>
/// Dates and date-times of RFC 3339 as DIVOC writes them (specification 01, section 3): a date as <c>YYYY-MM-DD</c>, a date-time with
/// exactly three fraction digits and its original offset, <c>Z</c> for zero.
/// </summary>
public static class InternetTime
{
    private static readonly DateTime Earliest = new(2, 1, 1);
    private static readonly DateTime Latest = DateTime.MaxValue.AddDays(-2);

    /// <summary>Reads a full date.</summary>
    public static bool TryParseDate(string text, out DateOnly date)
    {
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>
    /// Reads a date-time. Seconds and offset are required; fraction digits are optional, and those beyond milliseconds are cut off. Refused
    /// is what .NET can't store or show in every time zone: offsets beyond 14 hours, leap seconds, the first and the last days of the
    /// calendar (some systems write the year 1 if there is no date).
    /// </summary>
    public static bool TryParseInstant(string text, out DateTimeOffset instant)
    {
        instant = default;
        var upper = text.ToUpperInvariant();
        if (upper.Length < 20
            || !DateTime.TryParseExact(
                upper[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || !TryParseFraction(upper.AsSpan(19), out var milliseconds, out var length)
            || !TryParseOffset(upper.AsSpan(19 + length), out var offset))
        {
            return false;
        }

        local = local.AddMilliseconds(milliseconds);
        if (local < Earliest || local > Latest)
        {
            return false;
        }

        instant = new DateTimeOffset(local, offset);
        return true;
    }

    /// <summary>Reads a day, written as a day or as an instant; then it is the day in the instant's own offset.</summary>
    public static bool TryParseDay(string text, out DateOnly day)
    {
        if (TryParseDate(text, out day))
        {
            return true;
        }

        var isInstant = TryParseInstant(text, out var instant);
        day = isInstant ? DateOnly.FromDateTime(instant.DateTime) : default;
        return isInstant;
    }

    /// <summary>Writes a date-time.</summary>
    public static string Format(DateTimeOffset instant)
    {
        var format = instant.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz";
        return instant.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a full date.</summary>
    public static string FormatDate(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryParseFraction(ReadOnlySpan<char> text, out int milliseconds, out int length)
    {
        milliseconds = 0;
        length = 0;
        if (text.IsEmpty || text[0] != '.')
        {
            return true;
        }

        var rest = text[1..];
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length : digits;
        for (var place = 0; place < 3; place++)
        {
            milliseconds = (milliseconds * 10) + (place < digits ? rest[place] - '0' : 0);
        }

        length = 1 + digits;
        return digits > 0;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-')
            || !TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var magnitude)
            || magnitude > TimeSpan.FromHours(14))
        {
            return false;
        }

        offset = text[0] == '-' ? -magnitude : magnitude;
        return true;
    }
}
