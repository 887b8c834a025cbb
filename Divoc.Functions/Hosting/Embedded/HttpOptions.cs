using System.Net;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>How much of the machine the callers of the embedded host may use, and where its health is checked.</summary>
public sealed class HttpOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Http";

    /// <summary>
    /// Connections that one listening address has open at a time, 1 to 100,000; one more is closed at once. Default: <see cref="DefaultConnections"/> of the
    /// process's limit of open files.
    /// </summary>
    public int? Connections { get; set; }

    /// <summary>
    /// Those of them that one remote address may have, where an IPv6 address is its network of 64 bits; 1 to 100,000. Default: <see cref="DefaultPerAddress"/>.
    /// </summary>
    public int? ConnectionsPerAddress { get; set; }

    /// <summary>
    /// Addresses and networks (<c>10.0.0.0/8</c>) of proxies, with commas between: all callers come from their addresses, so
    /// <see cref="ConnectionsPerAddress"/> is not asked of them. Default none. Nothing else is believed of them.
    /// </summary>
    public string Proxies { get; set; } = "";

    /// <summary>
    /// A further address to listen on, such as <c>http://0.0.0.0:8081</c>, that serves <c>/health/</c> only and has connections of its own: whoever fills all
    /// others doesn't keep the platform from asking. Default none, since nobody asks on a developer's machine; the container image has one.
    /// </summary>
    public string HealthUrl { get; set; } = "";

    /// <summary>
    /// Bytes of request bodies that are in memory at a time, at least 16 MiB (two of the largest); callers without a key get half of it. Beyond it a call is
    /// answered with 503. Default: <see cref="DefaultBodyBytes"/> of the memory that the process may use.
    /// </summary>
    public long? BodyBytes { get; set; }

    /// <summary>
    /// The default limit of connections for one listening address: files and the store need 256 of the process's open files (after its
    /// start, about 220 are open), and the addresses share half of the rest; at most 4,096, for which its memory was measured, and at least
    /// 16.
    /// </summary>
    internal static int DefaultConnections(int openFiles, int addresses) => Math.Clamp((openFiles - 256) / 2 / Math.Max(1, addresses), 16, 4_096);

    /// <summary>
    /// The default limit of connections for one remote address: a quarter of all, so that nobody alone can lock out the others, and at most
    /// 256, many times what one partner or a hospital behind one address needs.
    /// </summary>
    internal static int DefaultPerAddress(int connections) => Math.Clamp(connections / 4, 1, 256);

    /// <summary>
    /// The default limit in bytes: a sixteenth of the memory (a measured value, because reading a body takes several times its size); from
    /// 16 to 256 MiB.
    /// </summary>
    internal static long DefaultBodyBytes(long memory) => Math.Clamp(memory / 16, HttpOptionsValidator.LeastBodyBytes, 256 * 1024 * 1024);

    /// <summary>The networks of <see cref="Proxies"/>; null for a text that is not a network.</summary>
    internal IEnumerable<IPNetwork?> ProxyNetworks() => Proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(NetworkOf);

    private static IPNetwork? NetworkOf(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, 8 * address.GetAddressBytes().Length);
        }

        return IPNetwork.TryParse(text, out var network) ? network : null;
    }
}
