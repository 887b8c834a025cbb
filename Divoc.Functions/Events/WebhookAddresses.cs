using System.Net;
using System.Net.Sockets;

namespace Divoc.Functions.Events;

/// <summary>
/// Which addresses a webhook may connect to: public ones over https, and those of networks that the operator allows. A partner chooses the
/// host name and can change its address at any time, so the address is checked when the connection is made.
/// </summary>
public sealed class WebhookAddresses(IReadOnlyList<IPNetwork> allowed)
{
    /// <summary>
    /// The non-public addresses of IPv4 (IANA's registry of special purposes, multicast, reserved ones), and the address through which
    /// Azure's machines reach the platform.
    /// </summary>
    private static readonly IPNetwork[] NotPublic4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>
    /// The only network of IPv6 with public addresses: loopback, local, mapped, translated and multicast addresses are outside.
    /// </summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>
    /// The non-public addresses in that network: protocols (Teredo among them), documentation, and 6to4, which can contain any IPv4
    /// address.
    /// </summary>
    private static readonly IPNetwork[] NotPublic6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Whether an address may be connected to.</summary>
    /// <param name="address">The address; an IPv4 address that is mapped into IPv6 counts as IPv4.</param>
    /// <param name="isSecure">Whether TLS is used.</param>
    public bool MayConnect(IPAddress address, bool isSecure)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain)) || (isSecure && IsPublic(plain));
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !NotPublic4.Any(network => network.Contains(address))
        : Global6.Contains(address) && !NotPublic6.Any(network => network.Contains(address));
}
