namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>The figures of a run against doubles of Azure, and whether its goals are met.</summary>
/// <param name="VaultLimit">Signatures a second that the vault allows: half of what was issued without it in the same run.</param>
/// <param name="AcceptedPerSecond">Calls answered a second; they come a fifth faster than the vault signs.</param>
/// <param name="IssuedPerSecond">Certificates listed a second, from the first acceptance to the last listing.</param>
/// <param name="PartOfLimit">That rate as a part of the limit.</param>
/// <param name="Throttled">Calls that the vault refused for their rate.</param>
/// <param name="PutsPerCertificate">Writes to Blob storage a certificate, without those of its request.</param>
/// <param name="PutsPerRequest">Writes to Blob storage a request.</param>
/// <param name="ServiceCpuMs">Processor time of the service a certificate.</param>
/// <param name="Verified">Certificates that were read again and verified.</param>
internal sealed record AzureDoublesReport(
    int VaultLimit,
    double AcceptedPerSecond,
    double IssuedPerSecond,
    double PartOfLimit,
    int Throttled,
    double PutsPerCertificate,
    double PutsPerRequest,
    double ServiceCpuMs,
    int Verified)
{
    private const double LeastPartOfLimit = 0.95;
    private const double MostPutsPerCertificate = 5;

    /// <summary>What a few refusals at the edge of a window may be; each one halves the rate.</summary>
    private const int MostThrottled = 10;

    /// <summary>Whether nearly all of the limit was used.</summary>
    public bool ReachesLimit => PartOfLimit >= LeastPartOfLimit;

    /// <summary>Whether the vault refused next to nothing.</summary>
    public bool AvoidsThrottling => Throttled <= MostThrottled;

    /// <summary>Whether no certificate takes more writes than it must.</summary>
    public bool WritesLittle => PutsPerCertificate <= MostPutsPerCertificate;
}
