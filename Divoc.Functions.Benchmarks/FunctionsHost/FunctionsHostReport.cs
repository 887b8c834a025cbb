using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.FunctionsHost;

/// <summary>The program as a worker under the double of the Functions host, and by itself, both over doubles of Azure.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Worker">Under the double.</param>
/// <param name="Embedded">By itself.</param>
internal sealed record FunctionsHostReport(MachineFacts Machine, HostFigures Worker, HostFigures Embedded)
{
    /// <summary>Processor time that the worker needs more for a call.</summary>
    public double CallAddsMs => Worker.CallCpuMs - Embedded.CallCpuMs;

    /// <summary>Processor time that the worker needs more for a certificate, a call and a delivery.</summary>
    public double CertificateAddsMs => Worker.CertificateCpuMs - Embedded.CertificateCpuMs;
}

/// <summary>What one of them showed: the medians of the rounds.</summary>
/// <param name="CallMs">Time of a fetch, one after the other.</param>
/// <param name="CallCpuMs">Processor time of the program for it, without that of the host's double.</param>
/// <param name="CertificateCpuMs">Processor time of the program a certificate, one event a call.</param>
/// <param name="IssuedPerSecond">Certificates a second.</param>
internal sealed record HostFigures(double CallMs, double CallCpuMs, double CertificateCpuMs, double IssuedPerSecond)
{
    /// <summary>The medians.</summary>
    public static HostFigures MedianOf(IReadOnlyList<HostFigures> rounds) => new(
        Median(rounds, one => one.CallMs), Median(rounds, one => one.CallCpuMs), Median(rounds, one => one.CertificateCpuMs),
        Median(rounds, one => one.IssuedPerSecond));

    private static double Median(IReadOnlyList<HostFigures> rounds, Func<HostFigures, double> valueOf) =>
        Figures.Percentile([.. rounds.Select(valueOf).Order()], 0.5);
}
