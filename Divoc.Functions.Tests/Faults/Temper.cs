using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Intake.Uploads;

namespace Divoc.Functions.Tests.Faults;

/// <summary>What a schedule is like.</summary>
internal sealed record Temper
{
    private static readonly double[] FaultChances = [0, 0.02, 0.05, 0.12];
    private static readonly double[] StopChances = [0, 0, 0.01, 0.03];

    /// <summary>
    /// The writes after which schedules stop: those of uploads have tests of their own, and what a timer writes or sweeps belongs to no
    /// event's way.
    /// </summary>
    public static IReadOnlyList<ProtocolWrite> Names { get; } =
        [.. Enum.GetValues<ProtocolWrite>().Except(UploadFaultTests.Writes).Except(
        [
            ProtocolWrite.StatusSwept, ProtocolWrite.IdempotencyKeyForgotten, ProtocolWrite.RequestExpired, ProtocolWrite.ActivityStored,
            ProtocolWrite.ActivityRemoved,
        ])];

    /// <summary>How likely a call meets a fault.</summary>
    public required double FaultChance { get; init; }

    /// <summary>How likely the program stops at a call.</summary>
    public required double StopChance { get; init; }

    /// <summary>How many calls of callers there are.</summary>
    public required int Operations { get; init; }

    /// <summary>How many people they are about: few, so that they meet.</summary>
    public required int People { get; init; }

    /// <summary>Whether artifacts that belong together are created one after the other.</summary>
    public required bool WithoutTransactions { get; init; }

    /// <summary>The named write after which the program stops once.</summary>
    public required StopPoint StopsAt { get; init; }

    /// <summary>How seldom a persistent caller calls twice at once: one in so many.</summary>
    public int OneInSoManyTwice => StopsAt.Name == ProtocolWrite.RequestDropped ? 2 : 6;

    /// <summary>Draws one. Stops are spread evenly over the names.</summary>
    public static Temper Draw(int seed, Random random)
    {
        // What is rare has more places: a fence, which needs a write that was announced and never came, and most faults too; the note of an
        // update; and more digits for shards, which come once a schedule, if at all.
        ProtocolWrite[] names =
        [
            .. Names,
            .. Enumerable.Repeat(ProtocolWrite.LedgerFenced, 5),
            ProtocolWrite.UpdateNoted,
            ProtocolWrite.UpdateNoted,
            .. Enumerable.Repeat(ProtocolWrite.StatusLengthened, 3),
        ];
        var name = names[(int)((uint)seed % names.Length)];
        var chance = FaultChances[random.Next(FaultChances.Length)];
        return new Temper
        {
            FaultChance = name == ProtocolWrite.LedgerFenced ? FaultChances[^1] : chance,
            StopChance = StopChances[random.Next(StopChances.Length)],
            Operations = random.Next(5, 15),
            People = random.Next(1, 3),
            WithoutTransactions = random.Next(2) == 0,
            StopsAt = new StopPoint(
                name,
                name is ProtocolWrite.LedgerFenced or ProtocolWrite.UpdateNoted or ProtocolWrite.StatusLengthened
                    or ProtocolWrite.CardSecretMade or ProtocolWrite.CardRevoked
                    ? 1
                    : random.Next(1, 3)),
        };
    }
}
