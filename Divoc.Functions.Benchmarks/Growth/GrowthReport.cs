using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Growth;

/// <summary>The figures of a growth run.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Ledgers">Ledgers in the filled store.</param>
/// <param name="FilledMiB">The size of its file.</param>
/// <param name="FilledInSeconds">How long filling it took.</param>
/// <param name="Rounds">Both stores, in turn.</param>
internal sealed record GrowthReport(
    MachineFacts Machine, int Ledgers, double FilledMiB, double FilledInSeconds, IReadOnlyList<GrowthRound> Rounds)
{
    private const double LeastRatio = 0.9;

    /// <summary>Issued by the filled store for each one that the empty one issued: the median of the rounds.</summary>
    public double Ratio => Median(Rounds.Select(round => round.FilledPerSecond / round.EmptyPerSecond));

    /// <summary>
    /// Processor time a certificate with the filled store for each millisecond with the empty one: the median of the rounds.
    /// </summary>
    public double CpuRatio => Median(Rounds.Select(round => round.FilledCpuMs / round.EmptyCpuMs));

    /// <summary>Whether the goal is met.</summary>
    public bool MeetsGoal => Ratio >= LeastRatio;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>Both stores, one after the other.</summary>
/// <param name="EmptyPerSecond">Certificates issued a second into the store that was empty at the beginning.</param>
/// <param name="FilledPerSecond">The same into the filled one.</param>
/// <param name="EmptyCpuMs">Processor time of the service a certificate.</param>
/// <param name="FilledCpuMs">The same of the one with the filled store.</param>
internal sealed record GrowthRound(double EmptyPerSecond, double FilledPerSecond, double EmptyCpuMs, double FilledCpuMs);
