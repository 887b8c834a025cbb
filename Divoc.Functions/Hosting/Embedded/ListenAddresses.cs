using System.Net;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>The addresses that the embedded host listens on.</summary>
/// <param name="Addresses">Each address as Kestrel takes it.</param>
/// <param name="AreLoopback">Whether all of them can be reached from this machine only. A host name other than <c>localhost</c> counts as reachable: Kestrel listens on every address for it.</param>
internal sealed record ListenAddresses(IReadOnlyList<string> Addresses, bool AreLoopback)
{
    private const string Default = "http://localhost:7071";

    /// <summary>Reads <c>--urls</c> or <c>ASPNETCORE_URLS</c>; <c>http://localhost:7071</c>, the address of Core Tools, without them.</summary>
    /// <exception cref="StartupException">One of them is no address.</exception>
    public static ListenAddresses Read(IConfiguration configuration)
    {
        var setting = configuration["urls"];
        var addresses = (string.IsNullOrWhiteSpace(setting) ? Default : setting)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ListenAddresses(addresses, addresses.Select(Parse).All(IsLoopback));
    }

    private static BindingAddress Parse(string text)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new StartupException($"'{text}' is no address to listen on: write one like {Default} into --urls or ASPNETCORE_URLS.", exception);
        }

        if (address is { Port: 0, Host: "localhost" })
        {
            throw new StartupException("localhost can't listen on a free port (0): use http://127.0.0.1:0 in --urls or ASPNETCORE_URLS.");
        }

        return address.PathBase.Length == 0
            ? address
            : throw new StartupException($"'{text}' has a path, which an address to listen on can't have: write one like {Default} into --urls or ASPNETCORE_URLS.");
    }

    private static bool IsLoopback(BindingAddress address)
    {
        return string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.AsSpan().Trim("[]"), out var ip) && IPAddress.IsLoopback(ip));
    }
}
