using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>What a soak showed.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Minutes">How long events were posted.</param>
/// <param name="EventsPerSecond">How many events were accepted a second.</param>
/// <param name="Accepted">Events that were accepted.</param>
/// <param name="RepeatedCalls">How often a call had to be made again.</param>
/// <param name="OutagesOfStore">How often the store was out for a second.</param>
/// <param name="OutagesOfQueue">How often the queue was.</param>
/// <param name="Issued">Certificates that exist.</param>
/// <param name="Duplicates">Events that repeated one that was issued.</param>
/// <param name="Lost">Accepted events that are neither.</param>
/// <param name="Verified">Certificates that were read again and verified.</param>
/// <param name="MemoryMiB">Mean resident memory of the service in each quarter of the time.</param>
/// <param name="MostQueued">The most messages that were seen waiting.</param>
/// <param name="JudgesMemory">Whether the time was long enough for the memory to decide.</param>
internal sealed record SoakReport(
    MachineFacts Machine,
    int Minutes,
    double EventsPerSecond,
    int Accepted,
    int RepeatedCalls,
    int OutagesOfStore,
    int OutagesOfQueue,
    int Issued,
    int Duplicates,
    int Lost,
    int Verified,
    IReadOnlyList<double> MemoryMiB,
    int MostQueued,
    bool JudgesMemory)
{
    private const double MostGrowth = 0.05;

    /// <summary>By what part the memory of the last quarter is above that of the second.</summary>
    public double MemoryGrowth => (MemoryMiB[3] / MemoryMiB[1]) - 1;

    /// <summary>Whether all is as it must be.</summary>
    public bool Passes => Accepted > 0 && Lost == 0 && Issued + Duplicates == Accepted && (!JudgesMemory || MemoryGrowth <= MostGrowth);
}
