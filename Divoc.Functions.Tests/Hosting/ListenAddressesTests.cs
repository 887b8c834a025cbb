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
    public void Only_addresses_that_stay_on_this_machine_are_loopback(string? urls, bool areLoopback)
    {
        Assert.Equal(areLoopback, Read(urls).AreLoopback);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://localhost:0")]
    [InlineData("http://localhost:7071/path")]
    public void What_is_no_address_is_refused_with_a_hint(string urls)
    {
        Assert.Contains("--urls", Assert.Throws<StartupException>(() => Read(urls)).Message, StringComparison.Ordinal);
    }

    private static ListenAddresses Read(string? urls) =>
        ListenAddresses.Read(new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build());
}
