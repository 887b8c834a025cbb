namespace Divoc.Functions.Domain;

/// <summary>
/// On which day something happened: on the day where it happened. The offset that is written decides. A time in UTC (<c>Z</c>) tells no place: for it the zone of the settings counts, but
/// midnight in UTC is how a day without a time is written, and stays that day.
/// </summary>
/// <param name="zone">The zone of times in UTC; UTC itself where none is known.</param>
public sealed class CalendarDays(TimeZoneInfo zone)
{
    // The farthest that clocks on land differ from UTC.
    private static readonly TimeSpan FarthestWest = TimeSpan.FromHours(-12);
    private static readonly TimeSpan FarthestEast = TimeSpan.FromHours(14);

    /// <summary>The time of the clock where it happened.</summary>
    public DateTimeOffset LocalTime(DateTimeOffset instant)
    {
        return instant.Offset == TimeSpan.Zero && instant.TimeOfDay != TimeSpan.Zero ? TimeZoneInfo.ConvertTime(instant, zone) : instant;
    }

    /// <summary>The day on which it happened.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(LocalTime(instant).DateTime);

    /// <summary>The first and the last day on which it can have happened: one day, but for a time in UTC of which no zone is known. So a local day is never compared with one of UTC.</summary>
    public (DateOnly First, DateOnly Last) DaysOf(DateTimeOffset instant)
    {
        if (instant.Offset != TimeSpan.Zero || instant.TimeOfDay == TimeSpan.Zero || zone.Id != TimeZoneInfo.Utc.Id)
        {
            return (DayOf(instant), DayOf(instant));
        }

        return (DateOnly.FromDateTime((instant + FarthestWest).DateTime), DateOnly.FromDateTime((instant + FarthestEast).DateTime));
    }

    /// <summary>The last day that it can be now where something happened.</summary>
    /// <param name="now">Now (UTC).</param>
    /// <param name="happened">When it happened; null where that is not known.</param>
    public DateOnly Today(DateTimeOffset now, DateTimeOffset? happened)
    {
        if (happened is { } instant && instant.Offset != TimeSpan.Zero)
        {
            return DateOnly.FromDateTime(now.ToOffset(instant.Offset).DateTime);
        }

        var isKnown = zone.Id != TimeZoneInfo.Utc.Id;
        return DateOnly.FromDateTime(isKnown ? TimeZoneInfo.ConvertTime(now, zone).DateTime : (now + FarthestEast).UtcDateTime);
    }
}
