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

    // UTC has other names too, such as Etc/UTC.
    private readonly bool isPlaceKnown = !zone.HasSameRules(TimeZoneInfo.Utc);

    /// <summary>What the clock showed where it happened.</summary>
    public DateTimeOffset LocalTime(DateTimeOffset instant) => instant.Offset == TimeSpan.Zero ? TimeZoneInfo.ConvertTime(instant, zone) : instant;

    /// <summary>The day on which it happened.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => Day(IsDayAlone(instant) ? instant : LocalTime(instant));

    /// <summary>The first and the last day on which it can have happened: one day, but for a time in UTC of which no zone is known. So a local day is never compared with one of UTC.</summary>
    public (DateOnly First, DateOnly Last) DaysOf(DateTimeOffset instant)
    {
        if (isPlaceKnown || instant.Offset != TimeSpan.Zero || IsDayAlone(instant))
        {
            var day = DayOf(instant);
            return (day, day);
        }

        return (Day(instant + FarthestWest), Day(instant + FarthestEast));
    }

    /// <summary>The last day that it can be now where something happened.</summary>
    /// <param name="now">Now (UTC).</param>
    /// <param name="happened">When it happened; null where that is not known.</param>
    public DateOnly Today(DateTimeOffset now, DateTimeOffset? happened)
    {
        if (happened is { } instant && instant.Offset != TimeSpan.Zero)
        {
            return Day(now.ToOffset(instant.Offset));
        }

        return isPlaceKnown ? Day(LocalTime(now)) : Day(now + FarthestEast);
    }

    /// <summary>The first instant (UTC) after a day, by the zone of the settings. The last of all instants for the last of all days.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        if (day == DateOnly.MaxValue)
        {
            return DateTimeOffset.MaxValue;
        }

        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>Whether it is how a day without a time is written.</summary>
    public static bool IsDayAlone(DateTimeOffset instant) => instant.Offset == TimeSpan.Zero && instant.TimeOfDay == TimeSpan.Zero;

    private static DateOnly Day(DateTimeOffset local) => DateOnly.FromDateTime(local.DateTime);
}
