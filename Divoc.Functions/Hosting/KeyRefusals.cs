using System.Net;
using System.Net.Sockets;

namespace Divoc.Functions.Hosting;

/// <summary>
/// Slows down attempts to guess keys. After some refused keys from one remote address, or with the same beginning, the answer to each
/// further one is delayed; the delay grows with their number. A valid key is never delayed, so that others behind the same address are not
/// affected.
/// </summary>
/// <param name="addresses">Decides which remote addresses count as one.</param>
/// <param name="clock">The clock.</param>
internal sealed class KeyRefusals(CountedAddresses addresses, TimeProvider clock)
{
    /// <summary>What a partner with a mistyped key may send before its answers become slow.</summary>
    internal const int Free = 20;

    /// <summary>How many addresses, and how many beginnings of keys, are remembered.</summary>
    internal const int MostRemembered = 4_096;

    private const int PrefixLength = 6;
    private const int MostDoublings = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>After this time without a refused key, everything is forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Count> byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Count> byPrefix = new(StringComparer.Ordinal);

    /// <summary>Counts a refused key and returns the delay of its answer.</summary>
    /// <param name="remote">The remote endpoint.</param>
    /// <param name="key">The key; null for none, and then no beginning is counted.</param>
    public TimeSpan Add(EndPoint? remote, string? key)
    {
        lock (gate)
        {
            var ofAddress = addresses.Of(remote) is { } address ? CountIn(byAddress, address.ToString()) : 0;
            var ofPrefix = key is null ? 0 : CountIn(byPrefix, key[..Math.Min(PrefixLength, key.Length)]);
            return DelayAfter(Math.Max(ofAddress, ofPrefix));
        }
    }

    private static TimeSpan DelayAfter(int refused)
    {
        if (refused <= Free)
        {
            return TimeSpan.Zero;
        }

        var delay = FirstDelay * (1 << Math.Min(refused - Free - 1, MostDoublings));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private int CountIn(Dictionary<string, Count> counts, string name)
    {
        var now = clock.GetTimestamp();
        if (!counts.TryGetValue(name, out var count) || IsOver(count))
        {
            if (counts.Count >= MostRemembered && !counts.ContainsKey(name) && !Forget(counts))
            {
                return 0;
            }

            count = new Count(0, now);
        }

        counts[name] = new Count(count.Refused + 1, now);
        return count.Refused + 1;
    }

    /// <summary>Makes room; false if nothing can be forgotten yet.</summary>
    private bool Forget(Dictionary<string, Count> counts)
    {
        foreach (var (name, _) in counts.Where(count => IsOver(count.Value)).ToList())
        {
            counts.Remove(name);
        }

        return counts.Count < MostRemembered;
    }

    private bool IsOver(Count count) => clock.GetElapsedTime(count.Last) >= Memory;

    private readonly record struct Count(int Refused, long Last);
}

/// <summary>
/// Decides what counts as one remote address: for IPv6 the first 64 bits, because a caller usually has all addresses of such a network.
/// </summary>
/// <param name="proxies">The remote addresses that are not counted, because all callers come from them.</param>
internal sealed class CountedAddresses(IReadOnlyList<IPNetwork> proxies)
{
    private const int NetworkBytes = 8;

    /// <summary>The counted address of an endpoint; null for a proxy, and if the transport has no address.</summary>
    public IPAddress? Of(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address })
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (proxies.Any(proxy => proxy.Contains(address)))
        {
            return null;
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var network = address.GetAddressBytes();
        network.AsSpan(NetworkBytes).Clear();
        return new IPAddress(network);
    }
}
