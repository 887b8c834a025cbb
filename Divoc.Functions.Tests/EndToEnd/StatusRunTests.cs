namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The short forms of the runs that measure the published status.</summary>
[Trait("Kind", "Slow")]
public sealed class StatusRunTests
{
    [Theory]
    [InlineData]
    [InlineData("--blob")]
    public async Task Many_registered_certificates_are_published_in_shards(params string[] store)
    {
        var told = await BenchmarkProgram.RunAsync(["status", "--entries", "12000", "--shards", "3", .. store]);

        Assert.Contains("12,000 certificates registered", told, StringComparison.Ordinal);
        Assert.Contains("1 hex digits, 16 shards", told, StringComparison.Ordinal);
        Assert.Contains("a shard, made and signed (3 of them): median", told, StringComparison.Ordinal);
        Assert.Contains("looking at one again where nothing changed", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_burst_run_reports_when_revocations_become_visible()
    {
        var told = await BenchmarkProgram.RunAsync("burst", "--events", "40");

        Assert.Contains("40 revoked in", told, StringComparison.Ordinal);
        Assert.Contains("40 sampled: median", told, StringComparison.Ordinal);
    }
}
