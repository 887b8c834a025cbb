using System.Net;
using System.Net.Sockets;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>The addresses that the embedded host listens on.</summary>
/// <param name="Addresses">Each address as Kestrel takes it; the one for health checks, if there is one, is the last.</param>
/// <param name="AreLoopback">
/// Whether all of them, except the one for health checks, which requires no keys anyway, can be reached only from this machine. A host name
/// other than <c>localhost</c> counts as reachable: Kestrel listens on every address for it.
/// </param>
internal sealed record ListenAddresses(IReadOnlyList<string> Addresses, bool AreLoopback)
{
    private const string Default = "http://localhost:7071";
    private const string Localhost = "localhost";
    private const string UrlsSetting = "--urls or ASPNETCORE_URLS";
    private const string HealthSetting = $"{HttpOptions.SectionName}:{nameof(HttpOptions.HealthUrl)}";

    private int firstPort;

    /// <summary>How many there are without the one for health checks; <c>localhost</c> counts as two.</summary>
    public int Count { get; private init; }

    /// <summary>The address for health checks; null if it has no separate address.</summary>
    public BindingAddress? Health { get; private init; }

    /// <summary>
    /// The first address as other programs of this machine use it. With port 0 it is known after the program has begun to listen.
    /// </summary>
    public string FirstUrl
    {
        get
        {
            var first = Addresses.SkipLast(Health is null ? 0 : 1)
                .Select(BindingAddress.Parse)
                .FirstOrDefault(address => !address.IsUnixPipe && !address.IsNamedPipe);
            if (first is null)
            {
                return Default;
            }

            var host = IsWildcard(first.Host) ? Localhost : first.Host;
            return new Uri($"{first.Scheme}://{host}:{(first.Port == 0 ? firstPort : first.Port)}").GetLeftPart(UriPartial.Authority);
        }
    }

    /// <summary>Notes an opened port, in the order of the addresses.</summary>
    public void Listens(EndPoint endpoint)
    {
        if (endpoint is IPEndPoint { Port: var port })
        {
            Interlocked.CompareExchange(ref firstPort, port, 0);
        }
    }

    /// <summary>
    /// Tries the addresses first, so that a program that can't listen creates nothing on the disk. If another program takes one after that,
    /// the server reports it.
    /// </summary>
    /// <exception cref="StartupException">One can't be listened on.</exception>
    public void RequireFree()
    {
        for (var index = 0; index < Addresses.Count; index++)
        {
            var isHealth = Health is not null && index == Addresses.Count - 1;
            RequireFree(Addresses[index], isHealth ? HealthSetting : UrlsSetting);
        }
    }

    /// <summary>
    /// Reads <c>--urls</c> or <c>ASPNETCORE_URLS</c>; without them <c>http://localhost:7071</c>, the address of Core Tools. Also reads
    /// <see cref="HttpOptions.HealthUrl"/>.
    /// </summary>
    /// <exception cref="StartupException">One of them is not an address.</exception>
    public static ListenAddresses Read(IConfiguration configuration)
    {
        var setting = configuration["urls"];
        var addresses = (string.IsNullOrWhiteSpace(setting) ? Default : setting)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        List<BindingAddress> parsed = [.. addresses.Select(text => Parse(text, UrlsSetting))];
        var healthUrl = configuration[HealthSetting]?.Trim() ?? "";
        var health = healthUrl.Length > 0 ? ParseHealth(healthUrl, parsed) : null;
        return new ListenAddresses(health is null ? addresses : [.. addresses, healthUrl], parsed.All(IsLoopback))
        {
            Count = parsed.Sum(address => IsLocalhost(address) ? 2 : 1),
            Health = health,
        };
    }

    /// <summary>Whether a requested endpoint is the one for health checks.</summary>
    public bool IsHealth(EndPoint endpoint) =>
        Health is not null && endpoint is IPEndPoint ip && ip.Port == Health.Port && IsAt(ip.Address, Health);

    private static void RequireFree(string text, string setting)
    {
        var address = BindingAddress.Parse(text);
        foreach (var ip in address.Port == 0 ? [] : IpAddressesOf(address))
        {
            try
            {
                using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(ip, address.Port));
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressAlreadyInUse || !IsLocalhost(address))
            {
                var advice = refused.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? "stop the program that uses it, or choose another address"
                    : "choose another address or port";
                throw new StartupException($"Can't listen on {text} ({refused.Message}): {advice} in {setting}.", refused);
            }
            catch (SocketException)
            {
                // A machine may lack one of the two addresses of localhost.
            }
        }
    }

    private static IPAddress[] IpAddressesOf(BindingAddress address)
    {
        if (address.IsUnixPipe || address.IsNamedPipe)
        {
            return [];
        }

        if (IsLocalhost(address))
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }

        return [IPAddress.TryParse(address.Host.AsSpan().Trim("[]"), out var exact) ? exact : IPAddress.Any];
    }

    private static BindingAddress ParseHealth(string text, IReadOnlyList<BindingAddress> others)
    {
        var health = Parse(text, HealthSetting);
        var isTaken = others.Any(
            other => other.Port == health.Port && string.Equals(other.Host, health.Host, StringComparison.OrdinalIgnoreCase));
        if (isTaken || health.IsUnixPipe || health.IsNamedPipe)
        {
            throw new StartupException($"'{text}' in {HealthSetting} must be an address with a port of its own, such as "
                + "http://0.0.0.0:8081.");
        }

        return health;
    }

    private static BindingAddress Parse(string text, string setting)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new StartupException($"'{text}' is not an address to listen on: set {setting} to one such as {Default}.", exception);
        }

        if (address is { Port: 0, Host: Localhost })
        {
            throw new StartupException($"Port 0 (any free port) can't be used with localhost. Use http://127.0.0.1:0 in {setting}.");
        }

        if (ProblemOf(address) is { } fault)
        {
            throw new StartupException($"'{text}' has {fault}: set {setting} to an address such as {Default}.");
        }

        return address;
    }

    private static string? ProblemOf(BindingAddress address)
    {
        if (address.PathBase.Length > 0)
        {
            return "a path, which an address to listen on can't have";
        }

        if (address.Scheme is not ("http" or "https"))
        {
            return "a scheme that is neither http nor https";
        }

        if (!IsHost(address))
        {
            return "no host, or a port that is not a number";
        }

        return address.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort
            ? $"a port that is not from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}"
            : null;
    }

    private static bool IsHost(BindingAddress address)
    {
        return address.IsUnixPipe
            || address.IsNamedPipe
            || address.Host is "*" or "+"
            || Uri.CheckHostName(address.Host) != UriHostNameType.Unknown;
    }

    private static bool IsLoopback(BindingAddress address)
    {
        return IsLocalhost(address) || (IPAddress.TryParse(address.Host.AsSpan().Trim("[]"), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static bool IsWildcard(string host)
    {
        return host is "*" or "+"
            || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
    }

    private static bool IsLocalhost(BindingAddress address) => string.Equals(address.Host, Localhost, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a written address makes Kestrel listen on an IP address: a host name means every address, <c>localhost</c> both addresses of
    /// this machine.
    /// </summary>
    private static bool IsAt(IPAddress ip, BindingAddress written)
    {
        if (IsLocalhost(written))
        {
            return IPAddress.IsLoopback(ip);
        }

        return IPAddress.TryParse(written.Host.AsSpan().Trim("[]"), out var exact)
            ? exact.Equals(ip)
            : ip.Equals(IPAddress.IPv6Any) || ip.Equals(IPAddress.Any);
    }
}
