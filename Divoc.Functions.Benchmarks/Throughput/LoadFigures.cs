namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>What one load showed.</summary>
/// <param name="AcceptedPerSecond">Calls answered a second, while certificates were being issued too.</param>
/// <param name="IssuedPerSecond">Certificates listed a second, from the first acceptance to the last listing.</param>
/// <param name="LatenciesMs">Times from acceptance to listing in milliseconds, the shortest first.</param>
/// <param name="PeakMemoryMiB">Most resident memory of the service.</param>
/// <param name="ServiceCpuMs">Processor time of the whole service a certificate.</param>
/// <param name="Verified">Certificates that were read again and verified.</param>
internal sealed record LoadFigures(
    double AcceptedPerSecond, double IssuedPerSecond, IReadOnlyList<double> LatenciesMs, double PeakMemoryMiB, double ServiceCpuMs, int Verified);
