using System.Net;
using Divoc.Functions.Hosting.Embedded;

namespace Divoc.Functions.Tests.Hosting;

public sealed class ConnectionGateTests
{
    [Fact]
    public void It_counts_connections_until_they_close()
    {
        var gate = new ConnectionGate(2, 2, []);
        Assert.Equal(Admission.Open, gate.Enter(At("192.0.2.1")));
        Assert.Equal(Admission.Open, gate.Enter(At("192.0.2.2")));
        Assert.Equal(Admission.TooMany, gate.Enter(At("192.0.2.3")));
        gate.Leave(At("192.0.2.1"));
        Assert.Equal(Admission.Open, gate.Enter(At("192.0.2.3")));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", Admission.TooManyOfAddress)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", Admission.TooManyOfAddress)]
    [InlineData("192.0.2.1", "192.0.2.2", Admission.Open)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", Admission.TooManyOfAddress)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", Admission.Open)]
    [InlineData("10.1.2.3", "10.1.2.3", Admission.Open)]
    [InlineData("10.1.2.3", "::ffff:10.1.2.3", Admission.Open)]
    [InlineData("2001:db8:ffff::1", "2001:db8:ffff::1", Admission.Open)]
    public void Connections_are_counted_per_IPv4_address_or_IPv6_64_network_and_proxies_are_exempt(
        string first, string second, object expected)
    {
        var gate = new ConnectionGate(10, 1, [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:ffff::/48")]);
        Assert.Equal(Admission.Open, gate.Enter(At(first)));
        Assert.Equal(expected, gate.Enter(At(second)));
        gate.Leave(At(first));
        Assert.Equal(Admission.Open, gate.Enter(At(first)));
    }

    [Fact]
    public void A_transport_without_addresses_is_limited_in_total()
    {
        var gate = new ConnectionGate(1, 1, []);
        Assert.Equal(Admission.Open, gate.Enter(null));
        Assert.Equal(Admission.TooMany, gate.Enter(null));
        gate.Leave(null);
        Assert.Equal(Admission.Open, gate.Enter(null));
    }

    private static IPEndPoint At(string address) => new(IPAddress.Parse(address), 1);
}
