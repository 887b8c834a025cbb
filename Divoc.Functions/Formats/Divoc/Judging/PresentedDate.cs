using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>A date as a credential has it: a day (<c>YYYY-MM-DD</c>, early ones <c>YYYYMMDD</c>) or an instant.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Text">The text in the credential.</param>
/// <param name="Day">The day; for an instant, the day in its own offset.</param>
/// <param name="Instant">The instant; null for a day.</param>
internal sealed record PresentedDate(string Member, string Text, DateOnly Day, DateTimeOffset? Instant)
{
    public bool IsInstant => Instant is not null;

    public string Pointer => $"/evidence/0/{Member}";

    /// <summary>Reads a text; null if it is neither.</summary>
    public static PresentedDate? TryRead(string member, string text)
    {
        if (InternetTime.TryParseInstant(text, out var instant))
        {
            return new PresentedDate(member, text, DateOnly.FromDateTime(instant.DateTime), instant);
        }

        return InternetTime.TryParseDate(text, out var day)
            || DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            ? new PresentedDate(member, text, day, null)
            : null;
    }

    /// <summary>
    /// Whether it is after another one. A day and an instant are compared only if the result is the same in every time zone: the instant's
    /// offset need not be the one of the place.
    /// </summary>
    public bool IsAfter(PresentedDate other)
    {
        if (Instant is { } mine && other.Instant is { } its)
        {
            return mine > its;
        }

        var tolerance = IsInstant == other.IsInstant ? 0 : 1;
        return Day.DayNumber > other.Day.DayNumber + tolerance;
    }
}
