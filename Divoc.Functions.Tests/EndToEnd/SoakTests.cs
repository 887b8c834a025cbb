using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The short form of the soak. Its memory decides nothing: two minutes are warm-up.</summary>
[Trait("Kind", "Slow")]
public sealed class SoakTests
{
    [Fact]
    public async Task Two_minutes_with_outages_of_store_and_queue_lose_nothing()
    {
        using var folder = new TemporaryFolder();
        // Fewer events than in the long form: on a busy machine the queue must still come to its end.
        var told = await BenchmarkProgram.RunAsync("soak", "--minutes", "2", "--rate", "10", "--json", folder.PathOf("report.json"));

        var report = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("report.json"), TestContext.Current.CancellationToken))!;
        Assert.EndsWith("PASS", told.TrimEnd(), StringComparison.Ordinal);
        Assert.True(report["passes"]!.GetValue<bool>());
        Assert.False(report["judgesMemory"]!.GetValue<bool>());
        Assert.Equal(0, report["lost"]!.GetValue<int>());
        Assert.Equal(report["accepted"]!.GetValue<int>(), report["issued"]!.GetValue<int>() + report["duplicates"]!.GetValue<int>());
        Assert.All(
            ["outagesOfStore", "outagesOfQueue", "issued", "duplicates", "verified", "eventsPerSecond"],
            figure => Assert.True(report[figure]!.GetValue<double>() > 0, figure));
        Assert.All(report["memoryMiB"]!.AsArray(), quarter => Assert.True(quarter!.GetValue<double>() > 0));
    }
}
