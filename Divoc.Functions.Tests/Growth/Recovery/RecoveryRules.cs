using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Growth.Recovery;

/// <summary>The rules of recoveries.</summary>
internal static class RecoveryRules
{
    /// <summary>A certificate holds at most 180 days after the first positive test. May be eased.</summary>
    public const string Period = "RecoveryPeriod";

    public const string TooLong = "RECOVERY_PERIOD";

    private const int MostDays = 180;
    private const string FirstPositive = "recovery.firstPositive";
    private const string ValidFrom = "recovery.validFrom";
    private const string ValidUntil = "recovery.validUntil";

    public static IReadOnlyList<string> Names { get; } = [Period];

    public static void Check(EventCheck check)
    {
        var (positive, from, until) = (check.Element.Date(FirstPositive), check.Element.Date(ValidFrom), check.Element.Date(ValidUntil));
        if (from < positive || until < from)
        {
            check.Refuse(until < from ? ValidUntil : ValidFrom, FaultCodes.DateOrder, "The days of a recovery must follow each other: firstPositive, validFrom, validUntil.");
        }

        if (until > positive?.AddDays(MostDays))
        {
            check.Break(Period, ValidUntil, TooLong, $"A certificate of recovery holds at most {MostDays} days after firstPositive.");
        }
    }
}
