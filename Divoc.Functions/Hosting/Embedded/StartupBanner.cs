using System.Net;
using Divoc.Functions.Access;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>What the program prints when it has started: where it listens, where its data are, how to issue a first certificate.</summary>
internal static class StartupBanner
{
    /// <summary>How the line with the addresses begins; tests and scripts read the address after it.</summary>
    public const string ListeningPrefix = "Listening on ";

    /// <summary>The lines to print for a started application.</summary>
    public static string Of(WebApplication application)
    {
        var health = application.Services.GetRequiredService<ListenAddresses>().Health is null ? (IEnumerable<string>)[] : [application.Urls.Last()];
        List<string> addresses = [.. application.Urls.Except(health)];
        var access = application.Services.GetRequiredService<AccessControl>();
        var (key, keysOf) = access.KeysArePartners ? ("<key of a partner>", $"a partner in {PartnersOptions.SectionName}") : ("<functionKey>", access.KeysPath);
        var keyHeader = access.KeysPath is null ? "" : $"-H 'x-functions-key: {key}' ";
        List<string> lines =
        [
            ListeningPrefix + string.Join(' ', addresses),
            .. health.Select(url => $"Health on {url}/{HealthFunctions.RoutePrefix}"),
            $"Data in {application.Services.GetRequiredService<DataDirectory>().Path}",
            .. access.KeysPath is null ? (IEnumerable<string>)[] : [$"Callers need a key of {keysOf}, in the header x-functions-key or the query parameter code"],
            "Issue a first certificate, from the top folder of the repository:",
            $"  curl -H 'Content-Type: application/json' {keyHeader}--data @samples/certify-v1.json {Reachable(addresses[0])}/divoc/api/v1/certify",
            "Ctrl+C stops.",
        ];
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>An address to call on this machine, where the program listens on all.</summary>
    private static string Reachable(string address)
    {
        var uri = new UriBuilder(BindingAddress.Parse(address) is var parsed && IsWildcard(parsed.Host) ? $"{parsed.Scheme}://localhost:{parsed.Port}" : address);
        return uri.Uri.GetLeftPart(UriPartial.Authority);
    }

    private static bool IsWildcard(string host)
    {
        return host is "*" or "+" || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
    }
}
