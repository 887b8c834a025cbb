using System.Text.Json.Nodes;
using System.Xml.Linq;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// The short forms of the runs that measure the service under load. Their figures mean nothing then; that they are there, and that the runs
/// come to their end, does.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class BenchmarkRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Report => folder.PathOf("report.json");

    [Fact]
    public async Task The_throughput_run_with_one_event_per_call_polls_the_status_counts_announcements_and_draws_charts()
    {
        var report = await RunAsync("throughput", "--smoke", "--batch", "1", "--status");

        Assert.Equal(
            (40, 1, true), (report["events"]!.GetValue<int>(), report["batch"]!.GetValue<int>(), report["announces"]!.GetValue<bool>()));
        Assert.True(report["announcedPerSecond"]!.GetValue<double>() > 0);
        Assert.True(report["statusCalls"]!.GetValue<double>() >= 1);
        Assert.Contains("workstation GC", report["gc"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.All(
            ["rates", "processors", "stages"],
            picture => Assert.Equal("svg", XDocument.Load(folder.PathOf($"report-{picture}.svg")).Root!.Name.LocalName));
    }

    [Fact]
    public async Task Latency_counts_every_call_of_the_schedule()
    {
        var report = await RunAsync(
            "latency", "--rate", "10", "--json-rate", "50", "--pdf-rate", "20", "--seconds", "4", "--warm-up", "20");

        Assert.All(["accept", "listed", "json", "pdf"], kind => Assert.InRange(report[kind]!["count"]!.GetValue<int>(), 10, 400));
        Assert.Equal(report["accept"]!["count"]!.GetValue<int>(), report["listed"]!["count"]!.GetValue<int>());
        Assert.All(
            ["accept", "listed", "seen", "json", "pdf"],
            kind => Assert.True(report[kind]!["p99Ms"]!.GetValue<double>() >= report[kind]!["p50Ms"]!.GetValue<double>()));
    }

    [Fact]
    public async Task The_growth_run_compares_a_filled_store_with_an_empty_one()
    {
        var report = await RunAsync("growth", "--ledgers", "500", "--rounds", "1", "--seconds", "2", "--warm-up", "20");

        Assert.Equal(500, report["ledgers"]!.GetValue<int>());
        Assert.True(report["filledMiB"]!.GetValue<double>() > 2);
        Assert.True(report["ratio"]!.GetValue<double>() > 0);
    }

    [Fact]
    public async Task The_soak_run_on_SQLite_loses_nothing()
    {
        var report = await RunAsync("soak", "--embedded", "--minutes", "1", "--rate", "10");

        Assert.True(report["passes"]!.GetValue<bool>());
        Assert.Equal((0, 0), (report["lost"]!.GetValue<int>(), report["outagesOfStore"]!.GetValue<int>()));
        Assert.True(report["duplicates"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task The_worker_is_measured_beside_the_embedded_host()
    {
        var report = await RunAsync("functions-host", "--certificates", "20", "--rounds", "1");

        Assert.All(["worker", "embedded"], host => Assert.True(report[host]!["certificateCpuMs"]!.GetValue<double>() > 0));
    }

    /// <summary>The sizes are those of <c>docs/scale.md</c>: whoever changes what is stored changes them there.</summary>
    [Fact]
    public async Task The_scale_run_counts_what_a_certificate_needs_from_store_queue_and_key()
    {
        const int Certificates = 200, Requests = 2, Revoked = 2, Partners = 2;
        var report = await RunAsync("scale", "--smoke", "--certificates", "1000000");

        Assert.Equal(
            (Certificates, Requests, Revoked),
            (report["events"]!.GetValue<int>(), report["requests"]!.GetValue<int>(), report["revocations"]!.GetValue<int>()));
        Assert.All(
            [("credential.json", 1_910), ("qr.png", 4_030), ("certificate.pdf", 27_660), ("claims.json", 1_280), ("ledgers", 950)],
            kind => AssertSize(report, kind.Item1, Certificates, kind.Item2));
        AssertSize(report, "requests", Requests, 28_070);
        AssertSize(report, "status", Revoked, 71);

        // Four artifacts and a ledger; a request, its key and its entry; the status of a revocation; limits of partners, key and list.
        const int Documents = (5 * Certificates) + (3 * Requests) + Revoked + Partners + 2;
        Assert.Equal(Documents * (1_000_000 / Certificates), report["scaled"]!["documents"]!.GetValue<double>(), 0.1);

        // A revocation writes the ledger once more. Two may have remembered the key at once.
        Assert.InRange(report["storeCalls"]!["conditionalPut"]!.GetValue<int>(), Documents + Revoked, Documents + Revoked + 8);
        Assert.InRange(report["storeCalls"]!["get"]!.GetValue<int>(), 2 * Certificates, (2 * Certificates) + 40);
        Assert.Null(report["storeCalls"]!["put"]);

        // A revocation is announced before it is written and after it.
        Assert.Equal(Certificates, report["queues"]!["certification-events"]!["completed"]!.GetValue<int>());
        Assert.Equal(2 * Revoked, report["queues"]!["certificate-changes"]!["completed"]!.GetValue<int>());
        Assert.Equal(Certificates + 1, report["signatures"]!.GetValue<int>());
    }

    /// <summary>Where npm or its packages can't be had it says so and is no failure.</summary>
    [Fact]
    public async Task Other_implementations_are_measured_where_they_are_available()
    {
        var told = await BenchmarkProgram.RunAsync("peers", "--certificates", "2", "--json", Report);
        if (told.Contains("Skipped: ", StringComparison.Ordinal))
        {
            return;
        }

        var report = JsonNode.Parse(await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken))!;
        Assert.All(
            report["comparisons"]!.AsArray(),
            one => Assert.True(one!["ownMs"]!.GetValue<double>() > 0 && one["otherMs"]!.GetValue<double>() > 0));
    }

    public void Dispose() => folder.Dispose();

    private static void AssertSize(JsonNode report, string kind, int count, int bytes)
    {
        var counted = report["documents"]![kind]!;
        Assert.Equal(count, counted["documents"]!.GetValue<int>());
        Assert.InRange(counted["bytes"]!.GetValue<double>() / count, bytes * 0.97, bytes * 1.03);
    }

    private async Task<JsonNode> RunAsync(params string[] arguments)
    {
        await BenchmarkProgram.RunAsync([.. arguments, "--json", Report]);
        return JsonNode.Parse(await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken))!;
    }
}
