using System.Text;
using Divoc.Functions.Hosting;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Hosting;

public sealed class HostRulesTests
{
    [Fact]
    public void The_program_s_host_json_has_no_route_prefix_and_renews_locks_longer_than_the_function_timeout()
    {
        var rules = HostRules.Read(AppContext.BaseDirectory);
        Assert.Equal("", rules.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), rules.FunctionTimeout);
        Assert.True(Sweeps.LongestRun < rules.FunctionTimeout, "Sweeps end by themselves.");
        Assert.Equal(64, rules.MaxConcurrentCalls);
        Assert.True(rules.MaxAutoLockRenewalDuration >= rules.FunctionTimeout);
    }

    [Fact]
    public void A_missing_setting_has_the_default_of_the_Functions_host()
    {
        var rules = HostRules.Parse("""{ "version": "2.0" /* a comment */ }"""u8.ToArray());
        Assert.Equal(new HostRules("api", TimeSpan.FromMinutes(30), 16, TimeSpan.FromMinutes(5)), rules);
    }

    [Fact]
    public void A_byte_order_mark_at_the_start_of_the_file_is_ignored()
    {
        Assert.Equal("", HostRules.Parse("\uFEFF{ \"extensions\": { \"http\": { \"routePrefix\": \"\" } } }"u8.ToArray()).RoutePrefix);
    }

    [Fact]
    public void Minus_one_means_no_timeout()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, HostRules.Parse("""{ "functionTimeout": "-1" }"""u8.ToArray()).FunctionTimeout);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "functionTimeout": "soon" }""")]
    [InlineData("""{ "functionTimeout": "00:00:00" }""")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxConcurrentCalls": 0 } } }""")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxConcurrentCalls": "many" } } }""")]
    public void An_invalid_host_json_is_reported_with_its_path(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("host.json"), Encoding.UTF8.GetBytes(json));
        var refusal = Assert.Throws<StartupException>(() => HostRules.Read(folder.Path));
        Assert.Contains(folder.PathOf("host.json"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_host_json_is_reported()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<StartupException>(() => HostRules.Read(folder.Path));
    }
}
