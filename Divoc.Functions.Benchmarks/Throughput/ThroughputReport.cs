using System.Text.Json.Serialization;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>The figures of a run.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Batch">Events a call.</param>
/// <param name="AsksStatus">Whether the status of each request was asked as part of the load.</param>
/// <param name="Announces">Whether each partner has a webhook.</param>
/// <param name="Gc">How the service collects garbage.</param>
/// <param name="FsyncDelayMs">What each fsync took longer.</param>
/// <param name="Events">Events posted, and certificates issued.</param>
/// <param name="Seconds">How long events were posted.</param>
/// <param name="AcceptedPerSecond">Events accepted a second, while certificates were being issued too.</param>
/// <param name="IssuedPerSecond">Certificates listed a second, from the first acceptance to the last listing.</param>
/// <param name="AnnouncedPerSecond">Webhooks received a second; 0 where there are none.</param>
/// <param name="P50Ms">
/// Median time from acceptance to listing, in milliseconds. The backlog makes it: see the latency run for a load that does not fill the
/// service.
/// </param>
/// <param name="P95Ms">95th percentile of it.</param>
/// <param name="P99Ms">99th percentile of it.</param>
/// <param name="PeakMemoryMiB">Most resident memory of the service.</param>
/// <param name="MemoryMiB">Resident memory of the service at the end.</param>
/// <param name="ServiceCpuMs">Processor time of the whole service a certificate, HTTP and queue included.</param>
/// <param name="LoadCpuMs">Processor time of the load generator a certificate, on the same processors.</param>
/// <param name="WrittenBytes">Bytes written to the disk a certificate.</param>
/// <param name="StatusCalls">Calls for the status a certificate, as part of the load.</param>
/// <param name="StageCpuMs">Processor time a certificate by stage, each stage run alone in one thread.</param>
/// <param name="Verified">Certificates that were read again, decoded and verified.</param>
internal sealed record ThroughputReport(
    MachineFacts Machine,
    int Batch,
    bool AsksStatus,
    bool Announces,
    string Gc,
    double FsyncDelayMs,
    int Events,
    double Seconds,
    double AcceptedPerSecond,
    double IssuedPerSecond,
    double AnnouncedPerSecond,
    [property: JsonPropertyName("p50Ms")] double P50Ms,
    [property: JsonPropertyName("p95Ms")] double P95Ms,
    [property: JsonPropertyName("p99Ms")] double P99Ms,
    double PeakMemoryMiB,
    double MemoryMiB,
    double ServiceCpuMs,
    double LoadCpuMs,
    double WrittenBytes,
    double StatusCalls,
    IReadOnlyDictionary<string, double> StageCpuMs,
    int Verified)
{
    /// <summary>Figures once a second.</summary>
    public required IReadOnlyList<LoadSample> Samples { get; init; }

    /// <summary>Certificates listed in each second.</summary>
    public required IReadOnlyList<int> ListedBySecond { get; init; }

    /// <summary>The second load, if it was asked for.</summary>
    public AzureDoublesReport? AzureDoubles { get; init; }
}
