using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>Rules about the person and the times of an event that several types share.</summary>
internal static class PersonRules
{
    /// <summary>
    /// Date of birth and the times of the event are not in the future, with five minutes of tolerance for clocks that differ. For a date of
    /// birth, today is the day at the place of the event (<see cref="CalendarDays"/>). (Without an age, a future date of birth is DIVOC's
    /// own error and always refused.)
    /// </summary>
    public const string FutureDate = "FutureDate";

    /// <summary>There is at least one contact, and each begins with <c>tel:</c> or <c>mailto:</c>.</summary>
    public const string Contact = "Contact";

    /// <summary>An age is at most 150 years.</summary>
    public const string AgeRange = "AgeRange";

    /// <summary>The date of birth.</summary>
    public const string Dob = "recipient.dob";

    /// <summary>The age.</summary>
    public const string Age = "recipient.age";

    private const string Contacts = "recipient.contact";

    /// <summary>Checks the contacts.</summary>
    public static void CheckContact(EventCheck check)
    {
        if (check.Element.Texts(Contacts) is not { } contacts)
        {
            return;
        }

        if (contacts.Count == 0)
        {
            check.Break(Contact, Contacts, FaultCodes.Contact, "recipient.contact must have at least one entry.");
        }

        for (var index = 0; index < contacts.Count; index++)
        {
            if (!contacts[index].StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
                && !contacts[index].StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            {
                check.Break(Contact, $"{Contacts}.{index}", FaultCodes.Contact, "A contact must begin with tel: or mailto:.");
            }
        }
    }

    /// <summary>Checks that the date of birth is not in the future.</summary>
    /// <param name="check">The element.</param>
    /// <param name="eventAt">The time of the event; null if it is not known.</param>
    public static void CheckDobNotInFuture(EventCheck check, DateTimeOffset? eventAt)
    {
        if (check.Element.Birth(Dob)?.First > Today(check, eventAt))
        {
            check.Break(FutureDate, Dob, FaultCodes.FutureDate, "recipient.dob must not be in the future.");
        }
    }

    /// <summary>Checks that a text is an age, that a human can have it, and that the date of birth does not contradict it.</summary>
    /// <param name="check">The element.</param>
    /// <param name="eventAt">The time of the event; null if it is not known.</param>
    /// <param name="eventName">The name of the event in messages.</param>
    public static void CheckAge(EventCheck check, DateTimeOffset? eventAt, string eventName)
    {
        if (check.Element.Text(Age) is not { } text)
        {
            return;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var age) || age < 0)
        {
            check.RefuseAsDivoc(
                Age,
                "recipient.age must be a whole number of years, 0 or more, as a string.",
                "Invalid Age or DOB. Should be less than current date");
            return;
        }

        if (age > IntakeLimits.AgeYears)
        {
            check.Break(AgeRange, Age, FaultCodes.AgeRange, $"recipient.age must not be greater than {IntakeLimits.AgeYears}.");
        }

        if (check.Element.Birth(Dob) is { } born && !FitsAge(check, born, age, eventAt))
        {
            check.Warn(
                Age,
                FaultCodes.AgeContradictsDob,
                $"recipient.age does not fit recipient.dob: by the date of birth, the person had another age from the {eventName} until "
                + "today. Correct the wrong one.");
        }
    }

    /// <summary>Warns if the credential does not contain the date of birth.</summary>
    public static void CheckDobDropped(EventCheck check)
    {
        if (check.Element.Birth(Dob)?.Year < BirthDate.FirstKnownYear)
        {
            check.Warn(
                Dob,
                FaultCodes.DobDropped,
                $"recipient.dob is before {BirthDate.FirstKnownYear}. DIVOC's credentials treat such a date as unknown, so the "
                + "credential has no date of birth.");
        }
    }

    /// <summary>Checks that a time is not in the future.</summary>
    public static void CheckInstantNotInFuture(EventCheck check, string path)
    {
        if (check.Element.Instant(path) > check.Now + IntakeLimits.ClockSkew)
        {
            check.Break(FutureDate, path, FaultCodes.FutureDate, $"{path} must not be in the future.");
        }
    }

    /// <summary>The last day that today's date can be at the place of the event, with a small tolerance for clocks that differ.</summary>
    public static DateOnly Today(EventCheck check, DateTimeOffset? eventAt) =>
        check.Days.Today(check.Now + IntakeLimits.ClockSkew, eventAt);

    /// <summary>Whether the person had that age at some time from the event until today.</summary>
    private static bool FitsAge(EventCheck check, BirthDate born, long age, DateTimeOffset? eventAt)
    {
        var today = Today(check, eventAt);
        var happened = eventAt is { } instant ? check.Days.DaysOf(instant).First : today;
        return age >= YearsBetween(born.Last, happened) && age <= YearsBetween(born.First, today);
    }

    private static int YearsBetween(DateOnly from, DateOnly to)
    {
        return to.Year - from.Year - ((to.Month, to.Day).CompareTo((from.Month, from.Day)) < 0 ? 1 : 0);
    }
}
