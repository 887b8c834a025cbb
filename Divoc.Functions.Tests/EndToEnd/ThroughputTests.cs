using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

[Trait("Kind", "Slow")]
public sealed class ThroughputTests
{
    private static readonly string[] Figures =
        ["acceptedPerSecond", "issuedPerSecond", "p50Ms", "p95Ms", "p99Ms", "peakMemoryMiB", "serviceCpuMs"];

    private static readonly string[] FiguresOfDoubles =
        ["vaultLimit", "acceptedPerSecond", "issuedPerSecond", "partOfLimit", "putsPerCertificate", "putsPerRequest", "serviceCpuMs"];

    [Fact]
    public async Task The_throughput_run_reports_every_figure()
    {
        using var folder = new TemporaryFolder();
        await BenchmarkProgram.RunAsync("throughput", "--smoke", "--azure-doubles", "--json", folder.PathOf("report.json"));
        var report = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("report.json"), TestContext.Current.CancellationToken))!;

        Assert.All(Figures, figure => Assert.True(report[figure]!.GetValue<double>() > 0, figure));
        Assert.All(report["stageCpuMs"]!.AsObject(), stage => Assert.True(stage.Value!.GetValue<double>() >= 0, stage.Key));
        Assert.Equal(1, report["verified"]!.GetValue<int>());

        var doubles = report["azureDoubles"]!;
        Assert.All(FiguresOfDoubles, figure => Assert.True(doubles[figure]!.GetValue<double>() > 0, figure));
        Assert.Equal(1, doubles["verified"]!.GetValue<int>());
        Assert.Equal(doubles["putsPerCertificate"]!.GetValue<double>() <= 5, doubles["writesLittle"]!.GetValue<bool>());
        Assert.Equal(doubles["partOfLimit"]!.GetValue<double>() >= 0.95, doubles["reachesLimit"]!.GetValue<bool>());
        Assert.Equal(doubles["throttled"]!.GetValue<int>() <= 10, doubles["avoidsThrottling"]!.GetValue<bool>());
    }
}
