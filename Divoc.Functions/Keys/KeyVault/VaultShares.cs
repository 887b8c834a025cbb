namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Divides a vault's limit among the processes that sign with it, from their reports: all that read the same reports get the same result.
/// Each claims a little more than its use, and twice as much if it had to wait. The lanes have 60, 30 and 10 per cent; what one does not
/// claim goes to the others. Within a lane, small claims are met and the rest is divided equally. All get equal parts of what nobody
/// claims, so that nobody waits while the vault is idle.
/// </summary>
internal static class VaultShares
{
    /// <summary>The part of a process that no other knows yet, and the minimum of a process if the vault has few.</summary>
    public const double Smallest = 0.01;

    /// <summary>This part is deliberately reserved for bursts of interactive signatures.</summary>
    private const double ForBursts = 0.02;

    private const double Headroom = 1.1;

    /// <summary>By <see cref="SigningLane"/>.</summary>
    private static readonly double[] LaneWeights = [0.6, 0.3, 0.1];

    /// <summary>The part of the limit that a process may use.</summary>
    /// <param name="instance">The process; one of those that report.</param>
    /// <param name="reports">The last reports of all running processes.</param>
    public static double PortionOf(string instance, IReadOnlyList<SignerReport> reports)
    {
        var index = Enumerable.Range(0, reports.Count).First(number => reports[number].Instance == instance);
        var claims = LaneWeights.Select((_, lane) => reports.Select(report => ClaimOf(report.Lanes[lane])).ToArray()).ToArray();
        var lanes = Divide(1, [.. claims.Select(lane => lane.Sum())], LaneWeights);
        var equal = Enumerable.Repeat(1.0, reports.Count).ToArray();
        var granted = claims.Select((lane, number) => Divide(lanes[number], lane, equal)[index]).ToArray();
        var bursting = Math.Max(1, claims[(int)SigningLane.Interactive].Count(claim => claim > 0));
        var burst = Math.Min(granted[(int)SigningLane.Interactive], ForBursts / bursting);
        return Math.Max(granted.Sum() + ((1 - lanes.Sum()) / reports.Count) + burst, Math.Min(Smallest, 0.5 / reports.Count));
    }

    private static double ClaimOf(LaneReport lane) => lane.Waits ? (2 * lane.Use) + Smallest : Headroom * lane.Use;

    /// <summary>Meets the claims that are smaller than their weighted part, and divides the rest among the others.</summary>
    private static double[] Divide(double amount, double[] claims, double[] weights)
    {
        var parts = new double[claims.Length];
        var left = Enumerable.Range(0, claims.Length).ToList();
        while (left.Count > 0)
        {
            var (rest, total) = (amount - parts.Sum(), left.Sum(index => weights[index]));
            var met = left.Where(index => claims[index] <= rest * weights[index] / total).ToList();
            foreach (var index in met.Count > 0 ? met : left)
            {
                parts[index] = met.Count > 0 ? claims[index] : rest * weights[index] / total;
            }

            left = met.Count > 0 ? [.. left.Except(met)] : [];
        }

        return parts;
    }
}
