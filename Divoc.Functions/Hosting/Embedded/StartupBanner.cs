using System.Net;
using Divoc.Functions.Access;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>What the program prints when it has started: where it listens, where its data are, how to issue a first certificate.</summary>
internal static class StartupBanner
{
    /// <summary>How the line with the addresses begins; tests and scripts read the address after it.</summary>
    public const string ListeningPrefix = "Listening on ";

    /// <summary>The lines to print for a started application.</summary>
    public static string Of(WebApplication application)
    {
        var address = application.Urls.First();
        var access = application.Services.GetRequiredService<AccessControl>();
        var (key, keysOf) = access.KeysArePartners ? ("<key of a partner>", $"a partner in {PartnersOptions.SectionName}") : ("<functionKey>", access.KeysPath);
        var keyHeader = access.KeysPath is null ? "" : $"-H 'x-functions-key: {key}' ";
        List<string> lines =
        [
            ListeningPrefix + string.Join(' ', application.Urls),
            $"Data in {application.Services.GetRequiredService<DataDirectory>().Path}",
            .. access.KeysPath is null ? (IEnumerable<string>)[] : [$"Callers need a key of {keysOf}, in the header x-functions-key or the query parameter code"],
            "Issue a first certificate, from the top folder of the repository:",
            $"  curl -H 'Content-Type: application/json' {keyHeader}--data @samples/certify-v1.json {Reachable(address)}/divoc/api/v1/certify",
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
