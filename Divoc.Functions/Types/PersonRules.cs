using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>Rules about the person of an event, and about its times, that several types share.</summary>
internal static class PersonRules
{
    /// <summary>
    /// Date of birth and the times of the event are not in the future, with five minutes for clocks that differ. For a date of birth today is the day where the event
    /// was (<see cref="CalendarDays"/>). (Without an age, a future date of birth is DIVOC's own error and always refused.)
    /// </summary>
    public const string FutureDate = "FutureDate";

    /// <summary>There is at least one contact, and each begins with <c>tel:</c> or <c>mailto:</c>.</summary>
    public const string Contact = "Contact";

    /// <summary>The date of birth.</summary>
    public const string Dob = "recipient.dob";

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
    /// <param name="eventAt">When the event was; null if that is not known.</param>
    public static void CheckDobNotInFuture(EventCheck check, DateTimeOffset? eventAt)
    {
        if (check.Element.Date(Dob) > Today(check, eventAt))
        {
            check.Break(FutureDate, Dob, FaultCodes.FutureDate, "recipient.dob must not be in the future.");
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

    /// <summary>The last day that it can be now where the event was, with a little room for clocks that differ.</summary>
    public static DateOnly Today(EventCheck check, DateTimeOffset? eventAt) => check.Days.Today(check.Now + IntakeLimits.ClockSkew, eventAt);
}
