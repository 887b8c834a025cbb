using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Recovery;

/// <summary>The rules of recoveries.</summary>
internal static class RecoveryRules
{
    /// <summary>
    /// First positive test, first and last day of validity are in this order or on the same day. Other types have a rule with this name
    /// too: one setting relaxes it for all.
    /// </summary>
    public const string DateOrder = "DateOrder";

    /// <summary>The names of the rules that settings can relax.</summary>
    public static IReadOnlyList<string> Names { get; } = [PersonRules.FutureDate, DateOrder, PersonRules.Contact, PersonRules.AgeRange];

    /// <summary>Checks an element.</summary>
    public static void Check(EventCheck check)
    {
        var testedAt = InstantOf(check.Element.Date(RecoveryFields.FirstPositive));
        PersonRules.CheckContact(check);
        PersonRules.CheckAge(check, testedAt, "first positive test");
        PersonRules.CheckDobNotInFuture(check, testedAt);
        PersonRules.CheckDobDropped(check);
        CheckTestNotInFuture(check);
        CheckOrder(check, RecoveryFields.FirstPositive, RecoveryFields.ValidFrom);
        CheckOrder(check, RecoveryFields.ValidFrom, RecoveryFields.ValidUntil);
    }

    private static void CheckTestNotInFuture(EventCheck check)
    {
        if (check.Element.Date(RecoveryFields.FirstPositive) > PersonRules.Today(check, null))
        {
            check.Break(
                PersonRules.FutureDate,
                RecoveryFields.FirstPositive,
                FaultCodes.FutureDate,
                $"{RecoveryFields.FirstPositive} must not be in the future.");
        }
    }

    private static void CheckOrder(EventCheck check, string first, string second)
    {
        if (check.Element.Date(first) > check.Element.Date(second))
        {
            check.Break(DateOrder, second, FaultCodes.DateOrder, $"{second} must not be before {first}.");
        }
    }

    /// <summary>A day without a time is written as midnight in UTC (<see cref="CalendarDays.IsDayAlone"/>).</summary>
    private static DateTimeOffset? InstantOf(DateOnly? day) =>
        day is { } known ? new DateTimeOffset(known, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
