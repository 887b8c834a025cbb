using System.Net;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Counts the connections of one listening address, all and by remote address, and says whether one more may be open.</summary>
/// <param name="most">How many may be open.</param>
/// <param name="mostPerAddress">How many of them one remote address may have.</param>
/// <param name="proxies">The remote addresses of which <paramref name="mostPerAddress"/> is not asked.</param>
internal sealed class ConnectionGate(int most, int mostPerAddress, IReadOnlyList<IPNetwork> proxies)
{
    private readonly CountedAddresses addresses = new(proxies);
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> byAddress = [];
    private int open;

    /// <summary>Whether a connection may be open. One that may is counted until <see cref="Leave"/>.</summary>
    /// <param name="remote">Where it comes from; null or no IP address where the transport has none, as a Unix socket.</param>
    public Admission Enter(EndPoint? remote)
    {
        var address = addresses.Of(remote);
        lock (gate)
        {
            if (open >= most)
            {
                return Admission.TooMany;
            }

            if (address is not null)
            {
                var ofAddress = byAddress.GetValueOrDefault(address);
                if (ofAddress >= mostPerAddress)
                {
                    return Admission.TooManyOfAddress;
                }

                byAddress[address] = ofAddress + 1;
            }

            open++;
            return Admission.Open;
        }
    }

    /// <summary>A connection that was let in is closed.</summary>
    public void Leave(EndPoint? remote)
    {
        var address = addresses.Of(remote);
        lock (gate)
        {
            open--;
            if (address is not null && --byAddress[address] == 0)
            {
                byAddress.Remove(address);
            }
        }
    }
}

/// <summary>Whether a connection may be open, and if not, why.</summary>
internal enum Admission
{
    /// <summary>It may.</summary>
    Open,

    /// <summary>As many as may be are open.</summary>
    TooMany,

    /// <summary>Its remote address has as many open as one may have.</summary>
    TooManyOfAddress,
}
