using System.Text.Json.Serialization;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>The figures of a run.</summary>
/// <param name="Events">Events posted, and certificates issued.</param>
/// <param name="AcceptedPerSecond">Calls answered a second, while certificates were being issued too.</param>
/// <param name="IssuedPerSecond">Certificates listed a second, from the first acceptance to the last listing.</param>
/// <param name="P50Ms">Median time from acceptance to listing, in milliseconds.</param>
/// <param name="P95Ms">95th percentile of it.</param>
/// <param name="P99Ms">99th percentile of it.</param>
/// <param name="PeakMemoryMiB">Most resident memory of the service.</param>
/// <param name="ServiceCpuMs">Processor time of the whole service a certificate, HTTP and queue included.</param>
/// <param name="StageCpuMs">Processor time a certificate by stage, each stage run alone in one thread.</param>
/// <param name="Verified">Certificates that were read again and verified.</param>
internal sealed record ThroughputReport(
    int Events,
    double AcceptedPerSecond,
    double IssuedPerSecond,
    [property: JsonPropertyName("p50Ms")] double P50Ms,
    [property: JsonPropertyName("p95Ms")] double P95Ms,
    [property: JsonPropertyName("p99Ms")] double P99Ms,
    double PeakMemoryMiB,
    double ServiceCpuMs,
    IReadOnlyDictionary<string, double> StageCpuMs,
    int Verified)
{
    /// <summary>The second load, if it was asked for.</summary>
    public AzureDoublesReport? AzureDoubles { get; init; }
}
