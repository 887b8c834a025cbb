using Divoc.Functions.Hosting.Embedded;
using Microsoft.Extensions.Configuration;

namespace Divoc.Functions.Tests.Hosting;

public sealed class HttpOptionsTests
{
    [Theory]
    [InlineData("Connections", "0")]
    [InlineData("ConnectionsPerAddress", "0")]
    [InlineData("ConnectionsPerAddress", "100001")]
    [InlineData("BodyBytes", "16777215")]
    [InlineData("Proxies", "10.0.0.0/8, proxy.example.org")]
    [InlineData("Proxies", "10.0.0.0/33")]
    public void An_invalid_setting_is_reported_by_name(string name, string value)
    {
        Assert.Contains($"Divoc:Http:{name} ", Assert.Single(Faults((name, value))), StringComparison.Ordinal);
    }

    [Fact]
    public void Valid_settings_are_accepted()
    {
        Assert.Empty(Faults());
        Assert.Empty(Faults(
            ("Connections", "1"),
            ("ConnectionsPerAddress", "1"),
            ("BodyBytes", "16777216"),
            ("Proxies", "10.0.0.0/8, 192.0.2.1,2001:db8::/32, ::1")));
    }

    [Theory]
    [InlineData(100, 1, 16)]
    [InlineData(400, 1, 72)]
    [InlineData(1_024, 2, 192)]
    [InlineData(1_048_576, 1, 4_096)]
    [InlineData(int.MaxValue, 1, 4_096)]
    public void The_default_number_of_connections_leaves_file_handles_for_files_and_the_store(int openFiles, int addresses, int expected)
    {
        Assert.Equal(expected, HttpOptions.DefaultConnections(openFiles, addresses));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(72, 18)]
    [InlineData(4_096, 256)]
    public void One_address_gets_at_most_a_quarter_of_the_connections_by_default(int connections, int expected) =>
        Assert.Equal(expected, HttpOptions.DefaultPerAddress(connections));

    [Theory]
    [InlineData(64L << 20, 16L << 20)]
    [InlineData(768L << 20, 48L << 20)]
    [InlineData(64L << 30, 256L << 20)]
    public void By_default_bodies_may_use_only_a_part_of_the_memory(long memory, long expected) =>
        Assert.Equal(expected, HttpOptions.DefaultBodyBytes(memory));

    [Theory]
    [InlineData("Max open files            400                  1024                 files", 400)]
    [InlineData("Max open files            unlimited            unlimited            files", int.MaxValue)]
    [InlineData("Max processes             63304                63304                processes", 10_240)]
    public void The_limit_of_open_files_is_the_soft_limit(string line, int expected)
    {
        Assert.Equal(expected, OpenFileLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units", line]));
    }

    private static List<string> Faults(params (string Name, string Value)[] settings)
    {
        var options = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)))
            .Build()
            .Get<HttpOptions>()
            ?? new HttpOptions();
        return [.. new HttpOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
