namespace Divoc.Functions.Benchmarks.Load;

/// <summary>What one load showed.</summary>
/// <param name="Events">Events posted, and certificates issued.</param>
/// <param name="Seconds">How long events were posted.</param>
/// <param name="AcceptedPerSecond">Events accepted a second, while certificates were being issued too.</param>
/// <param name="IssuedPerSecond">Certificates listed a second, from the first acceptance to the last listing.</param>
/// <param name="AnnouncedPerSecond">Webhooks received a second, from the beginning to the last of them; 0 where there are none.</param>
/// <param name="LatenciesMs">Times from acceptance to listing in milliseconds, the shortest first.</param>
/// <param name="PeakMemoryMiB">Most resident memory of the service.</param>
/// <param name="MemoryMiB">Resident memory of the service at the end.</param>
/// <param name="ServiceCpuMs">Processor time of the whole service a certificate.</param>
/// <param name="LoadCpuMs">Processor time of this process a certificate: the calls, and the answers to webhooks.</param>
/// <param name="WrittenBytes">Bytes that the service had written to the disk, a certificate.</param>
/// <param name="StatusCalls">Calls for the status a certificate, while the load went on.</param>
/// <param name="Verified">Certificates that were read again and verified.</param>
internal sealed record LoadFigures(
    int Events,
    double Seconds,
    double AcceptedPerSecond,
    double IssuedPerSecond,
    double AnnouncedPerSecond,
    IReadOnlyList<double> LatenciesMs,
    double PeakMemoryMiB,
    double MemoryMiB,
    double ServiceCpuMs,
    double LoadCpuMs,
    double WrittenBytes,
    double StatusCalls,
    int Verified)
{
    /// <summary>Where the load stood, once a second.</summary>
    public required IReadOnlyList<LoadSample> Samples { get; init; }

    /// <summary>Certificates listed in each second of the load.</summary>
    public required IReadOnlyList<int> ListedBySecond { get; init; }
}
