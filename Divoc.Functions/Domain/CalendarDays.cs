namespace Divoc.Functions.Domain;

/// <summary>
/// The day on which something happened, as a clock at that place showed it. The offset of the time decides. A time in UTC (<c>Z</c>) names
/// no place: for it the time zone of the settings decides. But midnight in UTC means a day without a time, and stays that day.
/// </summary>
/// <param name="zone">The zone for times in UTC; UTC itself if none is known.</param>
public sealed class CalendarDays(TimeZoneInfo zone)
{
    // The largest differences between UTC and a clock on land.
    private static readonly TimeSpan FarthestWest = TimeSpan.FromHours(-12);
    private static readonly TimeSpan FarthestEast = TimeSpan.FromHours(14);

    // UTC has other names too, such as Etc/UTC.
    private readonly bool isPlaceKnown = !zone.HasSameRules(TimeZoneInfo.Utc);

    /// <summary>The local time at the place of the event.</summary>
    public DateTimeOffset LocalTime(DateTimeOffset instant) =>
        instant.Offset == TimeSpan.Zero ? TimeZoneInfo.ConvertTime(instant, zone) : instant;

    /// <summary>The local day of the event.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => Day(IsDayAlone(instant) ? instant : LocalTime(instant));

    /// <summary>
    /// The first and the last day on which it can have happened: the same day, except for a time in UTC if no zone is known. So a local day
    /// is never compared with a day in UTC.
    /// </summary>
    public (DateOnly First, DateOnly Last) DaysOf(DateTimeOffset instant)
    {
        if (isPlaceKnown || instant.Offset != TimeSpan.Zero || IsDayAlone(instant))
        {
            var day = DayOf(instant);
            return (day, day);
        }

        return (Day(instant + FarthestWest), Day(instant + FarthestEast));
    }

    /// <summary>The last day that today's date can be at the place of an event.</summary>
    /// <param name="now">Now (UTC).</param>
    /// <param name="happened">When it happened; null if that is not known.</param>
    public DateOnly Today(DateTimeOffset now, DateTimeOffset? happened)
    {
        if (happened is { } instant && instant.Offset != TimeSpan.Zero)
        {
            return Day(now.ToOffset(instant.Offset));
        }

        return isPlaceKnown ? Day(LocalTime(now)) : Day(now + FarthestEast);
    }

    /// <summary>
    /// The first instant (UTC) after a day, by the zone of the settings; for the last day of the calendar, its last instant.
    /// </summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        if (day == DateOnly.MaxValue)
        {
            return DateTimeOffset.MaxValue;
        }

        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>Whether the value is a day without a time.</summary>
    public static bool IsDayAlone(DateTimeOffset instant) => instant.Offset == TimeSpan.Zero && instant.TimeOfDay == TimeSpan.Zero;

    private static DateOnly Day(DateTimeOffset local) => DateOnly.FromDateTime(local.DateTime);
}
