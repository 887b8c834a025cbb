using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Growth.Convalescence;

/// <summary>The rules of recoveries.</summary>
internal static class ConvalescenceRules
{
    /// <summary>A certificate holds at most 180 days after the first positive test. May be eased.</summary>
    public const string Period = "ConvalescencePeriod";

    public const string TooLong = "CONVALESCENCE_PERIOD";

    private const int MostDays = 180;
    private const string FirstPositive = "convalescence.firstPositive";
    private const string ValidFrom = "convalescence.validFrom";
    private const string ValidUntil = "convalescence.validUntil";

    public static IReadOnlyList<string> Names { get; } = [Period];

    public static void Check(EventCheck check)
    {
        var (positive, from, until) = (check.Element.Date(FirstPositive), check.Element.Date(ValidFrom), check.Element.Date(ValidUntil));
        if (from < positive || until < from)
        {
            check.Refuse(
                until < from ? ValidUntil : ValidFrom,
                FaultCodes.DateOrder,
                "The days of a convalescence must follow each other: firstPositive, validFrom, validUntil.");
        }

        if (until > positive?.AddDays(MostDays))
        {
            check.Break(Period, ValidUntil, TooLong, $"A certificate of convalescence holds at most {MostDays} days after firstPositive.");
        }
    }
}
