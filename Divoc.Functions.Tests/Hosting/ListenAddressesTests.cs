using System.Net;
using System.Net.Sockets;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Microsoft.Extensions.Configuration;

namespace Divoc.Functions.Tests.Hosting;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost:7071", true)]
    [InlineData("http://127.0.0.1:0;http://[::1]:5000", true)]
    [InlineData("http://127.3.2.1:80", true)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://[::]:80", false)]
    [InlineData("http://localhost.example:80", false)]
    [InlineData("http://127.0.0.1.example:80", false)]
    [InlineData("http://localhost:7071;http://10.0.0.1:7071", false)]
    [InlineData("http://unix:/tmp/socket", false)]
    public void Only_addresses_on_this_machine_are_loopback(string? urls, bool areLoopback)
    {
        Assert.Equal(areLoopback, Read(urls).AreLoopback);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://localhost:0")]
    [InlineData("http://localhost:7071/path")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:-1")]
    [InlineData("http://127.0.0.1:80x")]
    [InlineData("ftp://127.0.0.1:21")]
    public void An_invalid_address_is_refused_with_a_hint(string urls)
    {
        Assert.Contains("--urls", Assert.Throws<StartupException>(() => Read(urls)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8081", "0.0.0.0", 8081, true)]
    [InlineData("http://0.0.0.0:8081", "0.0.0.0", 8080, false)]
    [InlineData("http://0.0.0.0:8081", "127.0.0.1", 8081, false)]
    [InlineData("http://*:8081", "::", 8081, true)]
    [InlineData("http://*:8081", "0.0.0.0", 8081, true)]
    [InlineData("http://localhost:8081", "::1", 8081, true)]
    [InlineData("http://localhost:8081", "127.0.0.1", 8081, true)]
    [InlineData("http://[::1]:8081", "::1", 8081, true)]
    [InlineData("", "127.0.0.1", 8081, false)]
    public void The_health_address_is_recognized_by_its_port_and_address(string health, string ip, int port, bool isHealth)
    {
        var addresses = Read("http://localhost:8080", health);
        Assert.Equal(isHealth, addresses.IsHealth(new IPEndPoint(IPAddress.Parse(ip), port)));
        Assert.Equal(2, addresses.Count);
        Assert.True(addresses.AreLoopback);
        Assert.Equal(health.Length > 0 ? ["http://localhost:8080", health] : ["http://localhost:8080"], addresses.Addresses);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://localhost:0")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://unix:/tmp/socket")]
    public void The_refusal_of_an_invalid_health_address_names_its_setting(string health)
    {
        var refusal = Assert.Throws<StartupException>(() => Read("http://127.0.0.1:8080", health));
        Assert.Contains("Divoc:Http:HealthUrl", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "http://localhost:7071")]
    [InlineData("http://127.0.0.1:7100;http://[::1]:7200", "http://127.0.0.1:7100")]
    [InlineData("https://[::1]:7443", "https://[::1]:7443")]
    [InlineData("http://0.0.0.0:80", "http://localhost")]
    [InlineData("http://*:8080", "http://localhost:8080")]
    [InlineData("http://unix:/tmp/socket;http://127.0.0.1:0", "http://127.0.0.1:4711")]
    public void The_first_address_is_shown_as_it_can_be_called_from_this_machine(string? urls, string expected)
    {
        var addresses = Read(urls, "http://127.0.0.2:8081");
        addresses.Listens(new IPEndPoint(IPAddress.Loopback, 4711));
        addresses.Listens(new IPEndPoint(IPAddress.Loopback, 4712));

        Assert.Equal(expected, addresses.FirstUrl);
    }

    [Fact]
    public void The_refusal_of_an_address_that_is_already_in_use_names_its_setting()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        Assert.Contains(
            "--urls",
            Assert.Throws<StartupException>(() => Read($"http://127.0.0.1:0;{url}").RequireFree()).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "--urls",
            Assert.Throws<StartupException>(
                () => Read(url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)).RequireFree()).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Divoc:Http:HealthUrl",
            Assert.Throws<StartupException>(() => Read("http://127.0.0.1:0", url).RequireFree()).Message,
            StringComparison.Ordinal);
        Read("http://127.0.0.1:0;http://unix:/tmp/socket").RequireFree();
    }

    private static ListenAddresses Read(string? urls, string? health = null) => ListenAddresses.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls), new("Divoc:Http:HealthUrl", health)]).Build());
}
