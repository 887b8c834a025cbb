using System.Net;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Counts the connections of one listening address, in total and by remote address, and decides whether one more may be open.
/// </summary>
/// <param name="most">The maximum of open connections.</param>
/// <param name="mostPerAddress">The maximum of one remote address.</param>
/// <param name="proxies">The remote addresses without <paramref name="mostPerAddress"/>.</param>
internal sealed class ConnectionGate(int most, int mostPerAddress, IReadOnlyList<IPNetwork> proxies)
{
    private readonly CountedAddresses addresses = new(proxies);
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> byAddress = [];
    private int open;

    /// <summary>Whether a connection may be open. An allowed one is counted until <see cref="Leave"/>.</summary>
    /// <param name="remote">The remote endpoint; null or no IP address if the transport has none, such as a Unix socket.</param>
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

    /// <summary>An allowed connection is closed.</summary>
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

    /// <summary>The maximum of connections is open.</summary>
    TooMany,

    /// <summary>Its remote address has its maximum of connections open.</summary>
    TooManyOfAddress,
}
