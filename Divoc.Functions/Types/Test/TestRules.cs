using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Test;

/// <summary>The rules of tests.</summary>
internal static class TestRules
{
    /// <summary>A sample is taken before, or when, its result is found.</summary>
    public const string SampleBeforeResult = "SampleBeforeResult";

    private const string SampledAt = "testDetails.sampleCollectionTimestamp";
    private const string ResultAt = "testDetails.resultTimestamp";

    /// <summary>The names of the rules that may be eased.</summary>
    public static IReadOnlyList<string> Names { get; } = [PersonRules.FutureDate, SampleBeforeResult, PersonRules.Contact];

    /// <summary>Checks an element.</summary>
    public static void Check(EventCheck check)
    {
        PersonRules.CheckContact(check);
        PersonRules.CheckDobNotInFuture(check, check.Element.Instant(SampledAt));
        PersonRules.CheckInstantNotInFuture(check, SampledAt);
        PersonRules.CheckInstantNotInFuture(check, ResultAt);
        if (check.Element.Instant(SampledAt) > check.Element.Instant(ResultAt))
        {
            check.Break(SampleBeforeResult, ResultAt, FaultCodes.DateOrder, $"{ResultAt} must not be before {SampledAt}.");
        }
    }
}
