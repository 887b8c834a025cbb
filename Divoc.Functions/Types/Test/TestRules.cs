using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Test;

/// <summary>The rules of tests.</summary>
internal static class TestRules
{
    /// <summary>The sample is taken before, or at the same time as, the result.</summary>
    public const string SampleBeforeResult = "SampleBeforeResult";

    private const string SampledAt = "testDetails.sampleCollectionTimestamp";
    private const string ResultAt = "testDetails.resultTimestamp";

    /// <summary>The names of the rules that settings can relax.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [PersonRules.FutureDate, SampleBeforeResult, PersonRules.Contact, PersonRules.AgeRange];

    /// <summary>Checks an element.</summary>
    public static void Check(EventCheck check)
    {
        PersonRules.CheckContact(check);
        PersonRules.CheckAge(check, check.Element.Instant(SampledAt), "taking of the sample");
        PersonRules.CheckDobNotInFuture(check, check.Element.Instant(SampledAt));
        PersonRules.CheckDobDropped(check);
        CheckDobInexact(check);
        CheckDevice(check);
        PersonRules.CheckInstantNotInFuture(check, SampledAt);
        PersonRules.CheckInstantNotInFuture(check, ResultAt);
        if (check.Element.Instant(SampledAt) > check.Element.Instant(ResultAt))
        {
            check.Break(SampleBeforeResult, ResultAt, FaultCodes.DateOrder, $"{ResultAt} must not be before {SampledAt}.");
        }
    }

    /// <summary>The list of devices grows, so only the form of a number is checked.</summary>
    private static void CheckDevice(EventCheck check)
    {
        if (check.Element.Text(TestFields.Device) is { Length: > 0 } device && (device.Length > 6 || !device.All(char.IsAsciiDigit)))
        {
            check.Refuse(TestFields.Device, FaultCodes.Format, $"{TestFields.Device} must have 1 to 6 digits.");
        }
    }

    /// <summary>DIVOC's tests always have a full date of birth, so its clients and verifiers may expect one.</summary>
    private static void CheckDobInexact(EventCheck check)
    {
        if (check.Element.Birth(PersonRules.Dob) is { Day: null, Year: >= BirthDate.FirstKnownYear })
        {
            check.Warn(
                PersonRules.Dob,
                FaultCodes.DobInexact,
                "recipient.dob is not a full date, but DIVOC's test certificates always have one. The credential and the page have the "
                + "month or the year as it was sent.");
        }
        else if (!check.Element.Has(PersonRules.Dob) && check.Element.Has(PersonRules.Age))
        {
            check.Warn(
                PersonRules.Age,
                FaultCodes.DobInexact,
                "recipient.dob is missing, but DIVOC's test certificates always have one, and they have no field for an age. The "
                + "credential has neither of them; the page shows the age.");
        }
    }
}
