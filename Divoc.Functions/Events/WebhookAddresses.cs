using System.Net;
using System.Net.Sockets;

namespace Divoc.Functions.Events;

/// <summary>
/// Which addresses a webhook may lead to: public ones over https, and those of the networks that the operator allows. A partner chooses the name and can let it lead anywhere, so the
/// address counts, at the time of the connection.
/// </summary>
public sealed class WebhookAddresses(IReadOnlyList<IPNetwork> allowed)
{
    /// <summary>
    /// What of IPv4 is not public (IANA's registry of special purposes, multicast, what is reserved), and the address by which Azure's machines reach the platform.
    /// </summary>
    private static readonly IPNetwork[] NotPublic4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>The one network of IPv6 out of which public addresses are given: loopback, local, mapped, translated and multicast addresses lie outside.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>What in it is not public: protocols (Teredo among them), documentation, and 6to4, behind which any IPv4 address may lie.</summary>
    private static readonly IPNetwork[] NotPublic6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Whether an address may be connected to.</summary>
    /// <param name="address">The address; one of IPv4 that is written as IPv6 counts as what it is.</param>
    /// <param name="isSecure">Whether TLS is spoken.</param>
    public bool MayConnect(IPAddress address, bool isSecure)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain)) || (isSecure && IsPublic(plain));
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !NotPublic4.Any(network => network.Contains(address))
        : Global6.Contains(address) && !NotPublic6.Any(network => network.Contains(address));
}
