using Divoc.Functions.Access;
using Divoc.Functions.Keys;
using Divoc.Functions.Portal;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// The text that the program prints after its start: where it listens, where its data are, how to issue a first certificate.
/// </summary>
internal static class StartupBanner
{
    /// <summary>The beginning of the line with the addresses; tests and scripts read the address after it.</summary>
    public const string ListeningPrefix = "Listening on ";

    /// <summary>The lines to print for a started application.</summary>
    public static string Of(WebApplication application)
    {
        var listened = application.Services.GetRequiredService<ListenAddresses>();
        var health = listened.Health is null ? (IEnumerable<string>)[] : [application.Urls.Last()];
        List<string> addresses = [.. application.Urls.Except(health)];
        var access = application.Services.GetRequiredService<AccessControl>();
        var (key, keysOf) = access.KeysArePartners
            ? ("<key of a partner>", $"the key of a partner in {PartnersOptions.SectionName}")
            : ("<functionKey>", $"a key from {access.KeysPath}");
        var keyHeader = access.KeysPath is null ? "" : $"-H 'x-functions-key: {key}' ";
        List<string> lines =
        [
            ListeningPrefix + string.Join(' ', addresses),
            .. health.Select(url => $"Health on {url}/{HealthFunctions.RoutePrefix}"),
            LinksOf(application.Services.GetRequiredService<IOptions<PublicAddressOptions>>().Value),
            $"Data in {application.Services.GetRequiredService<DataDirectory>().Path}",
            .. access.KeysPath is null ? (IEnumerable<string>)[] : [$"Callers need {keysOf}, in the header x-functions-key or the query "
                + "parameter code"],
            .. PagesOf(application.Services.GetRequiredService<IOptions<PortalOptions>>().Value, listened.FirstUrl),
            "Issue a first certificate, from the top folder of the repository:",
            $"  curl -H 'Content-Type: application/json' {keyHeader}--data @samples/certify-v1.json "
            + $"{listened.FirstUrl}/divoc/api/v1/certify",
            "Press Ctrl+C to stop.",
        ];
        return string.Join(Environment.NewLine, lines);
    }

    private static IEnumerable<string> PagesOf(PortalOptions portal, string url)
    {
        if (portal.PageList.Count == 0)
        {
            return [];
        }

        var first = portal.PageList.Contains(PortalOptions.Start) ? "" : portal.PageList[0];
        return [$"Web pages on {url}/{first}"];
    }

    private static string LinksOf(PublicAddressOptions address)
    {
        var reason = address.Listened is null
            ? $"set by {PublicAddressOptions.SettingName}"
            : $"{PublicAddressOptions.SettingName} is not set";
        return $"Links in answers begin with {address.BaseUrl} ({reason})";
    }
}
