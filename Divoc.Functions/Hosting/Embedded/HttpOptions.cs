using System.Net;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>How much of the machine callers of the embedded host may use, and the address of the health checks.</summary>
public sealed class HttpOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Http";

    /// <summary>
    /// How many connections each listening address may have open at a time. One more is closed at once.
    /// <see href="docs/containers.md#limits-of-http">How the default is found</see>.
    /// </summary>
    /// <value>1 to 100,000</value>
    /// <default>from <c>ulimit -n</c>, 16 to 4,096</default>
    public int? Connections { get; set; }

    /// <summary>How many of these connections one remote address may have. An IPv6 address counts as its network of 64 bits.</summary>
    /// <value>1 to 100,000</value>
    /// <default>a quarter of all, at most 256</default>
    public int? ConnectionsPerAddress { get; set; }

    /// <summary>
    /// Addresses and networks of proxies in front of the service. The limit for one remote address does not apply to them. The program
    /// trusts nothing else of a proxy.
    /// </summary>
    /// <value>addresses or networks, such as <c>10.0.0.0/8</c>, separated by commas</value>
    public string Proxies { get; set; } = "";

    /// <summary>
    /// An additional address, such as <c>http://0.0.0.0:8081</c>, that serves only <c>/health/</c>, and <c>/metrics</c> with
    /// <c>Divoc:Metrics:Prometheus</c>. It has connections of its own: the platform can ask for the health while all others are in use.
    /// Callers must not be able to reach it. The container image sets it.
    /// </summary>
    /// <value>http or https URL</value>
    public string HealthUrl { get; set; } = "";

    /// <summary>
    /// How many bytes of request bodies may be in memory at a time. Calls without a key get half of it. A call beyond the limit is answered
    /// with 503.
    /// </summary>
    /// <value>at least 16,777,216 (16 MiB)</value>
    /// <default>a sixteenth of the memory, 16 to 256 MiB</default>
    public long? BodyBytes { get; set; }

    /// <summary>
    /// The default limit of connections for one listening address: files and the store need 256 of the process's open files (after its
    /// start, about 220 are open), and the addresses share half of the rest; at most 4,096, for which its memory was measured, and at least
    /// 16.
    /// </summary>
    internal static int DefaultConnections(int openFiles, int addresses) =>
        Math.Clamp((openFiles - 256) / 2 / Math.Max(1, addresses), 16, 4_096);

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
    internal IEnumerable<IPNetwork?> ProxyNetworks() =>
        Proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(NetworkOf);

    private static IPNetwork? NetworkOf(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, 8 * address.GetAddressBytes().Length);
        }

        return IPNetwork.TryParse(text, out var network) ? network : null;
    }
}
