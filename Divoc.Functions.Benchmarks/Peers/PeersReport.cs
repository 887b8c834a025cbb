using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Peers;

/// <summary>Our code beside that of others, in one run on the same payloads.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Others">What the others are.</param>
/// <param name="Comparisons">Each thing that both do.</param>
internal sealed record PeersReport(MachineFacts Machine, string Others, IReadOnlyList<PeerComparison> Comparisons);

/// <summary>One thing that both do.</summary>
/// <param name="What">What.</param>
/// <param name="OwnMs">Our processor time each, in milliseconds.</param>
/// <param name="OtherMs">Theirs.</param>
internal sealed record PeerComparison(string What, double OwnMs, double OtherMs)
{
    /// <summary>How many times theirs is ours.</summary>
    public double Ratio => OtherMs / OwnMs;
}
