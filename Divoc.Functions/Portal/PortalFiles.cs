using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Divoc.Functions.Access;
using Divoc.Functions.Keys;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Portal;

/// <summary>
/// The files of the web pages: those that the build of <c>Divoc.Portal</c> made, which are embedded in the program, and a few that are made
/// from the settings. Nothing else is ever served.
/// </summary>
public sealed partial class PortalFiles(
    IOptions<PortalOptions> options, IOptions<IssuerOptions> issuer, PartnerDirectory partners, IEnumerable<ILocalOperator> local)
{
    /// <summary>The prefix of the resources' names.</summary>
    private const string Prefix = "portal/";

    private const string Html = "index.html";
    private const string ServiceWorker = "sw.js";
    private const string Settings = "settings.json";

    /// <summary>
    /// Browsers keep the service worker of a page that is no longer served, and continue to show what it cached, even if its address
    /// answers 404. So the address serves a worker that replaces the old one, deletes its caches (which have these names in
    /// <c>Divoc.Portal/src/worker/sw.js</c>), and unregisters itself.
    /// </summary>
    private const string UnregisteringWorker = """
        // The page that checks certificates is switched off. This worker deletes what the one before it kept, and goes.
        self.addEventListener('install', (event) => {
          event.waitUntil(self.skipWaiting());
        });

        self.addEventListener('activate', (event) => {
          event.waitUntil(leave());
        });

        async function leave() {
          const names = await caches.keys();
          const kept = names.filter((name) => name === 'published' || name.startsWith('portal-'));
          await Promise.all(kept.map((name) => caches.delete(name)));
          await self.registration.unregister();
        }

        """;

    private const string Brand = "brand.css";
    private const string Logo = "logo";
    private const string Manifest = "manifest.webmanifest";

    private static readonly FrozenDictionary<string, string> TypesByEnding = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".wasm"] = "application/wasm",
    }.ToFrozenDictionary();

    private static readonly Lazy<FrozenDictionary<string, ServedFile>> Built = new(ReadBuilt);
    private static readonly ServedFile Leaving = ServedFile.Of(UnregisteringWorker, TypesByEnding[".js"]);

    // Read at the first call, so that bad settings are reported at start together with all others.
    private readonly Lazy<FrozenDictionary<string, ServedFile>> made =
        new(() => Make(options.Value, issuer.Value, asksKeys: !partners.IsEmpty || !local.Any(one => one.Knows(null, hasOthers: false))));

    /// <summary>The file for the address of a page; null if there is no such page.</summary>
    /// <param name="page">The one segment of its path; null or empty for the start page.</param>
    public ServedFile? FindPage(string? page)
    {
        if (page == ServiceWorker)
        {
            return HasPage(PortalOptions.Verify) ? Built.Value[ServiceWorker] : Leaving;
        }

        var name = string.IsNullOrEmpty(page) ? PortalOptions.Start : page;
        return HasPage(name) && page != PortalOptions.Start ? Built.Value[Html] : null;
    }

    /// <summary>A file that the pages load; null if there is none with the name, or if there are no pages.</summary>
    public ServedFile? FindFile(string path)
    {
        if (options.Value.PageList.Count == 0 || path is Html or ServiceWorker)
        {
            return null;
        }

        return made.Value.GetValueOrDefault(path) ?? Built.Value.GetValueOrDefault(path);
    }

    private bool HasPage(string name) => options.Value.PageList.Contains(name, StringComparer.Ordinal);

    private static FrozenDictionary<string, ServedFile> ReadBuilt()
    {
        var assembly = typeof(PortalFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Prefix.Length..].Replace('\\', '/'),
                name => ReadBuilt(assembly.GetManifestResourceStream(name)!, name[Prefix.Length..]));
    }

    private static ServedFile ReadBuilt(Stream resource, string name)
    {
        using (resource)
        {
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            return ServedFile.Of(bytes, TypesByEnding[Path.GetExtension(name)], HashedName().IsMatch(name));
        }
    }

    [GeneratedRegex(@"-[0-9a-z]{8}\.[a-z]+\z")]
    private static partial Regex HashedName();

    private static FrozenDictionary<string, ServedFile> Make(PortalOptions options, IssuerOptions issuer, bool asksKeys)
    {
        var files = new Dictionary<string, ServedFile>
        {
            [Settings] = ServedFile.Of(
                JsonSerializer.Serialize(SettingsOf(options, issuer, asksKeys), PortalJson.Default.PortalSettings), "application/json"),
            [Brand] = ServedFile.Of($":root{{--brand:{options.Color.ToLowerInvariant()}}}\n", TypesByEnding[".css"]),
            [Manifest] = ServedFile.Of(
                JsonSerializer.Serialize(ManifestOf(options), PortalJson.Default.PortalManifest), "application/manifest+json"),
        };
        if (options.Logo.Length > 0)
        {
            files[Logo] = PortalLogo.Read(options.Logo);
        }

        return files.ToFrozenDictionary();
    }

    private static PortalSettings SettingsOf(PortalOptions options, IssuerOptions issuer, bool asksKeys) =>
        new(
            options.Name, options.Logo.Length > 0, options.Contact, options.Operator, issuer.Id, ProgramVersion.Text, [.. options.PageList],
            asksKeys);

    private static PortalManifest ManifestOf(PortalOptions options) =>
        new(
            options.Name, $"/{PortalOptions.Verify}", "standalone", options.Color, "#FFFFFF",
            [new PortalIcon("/portal/icon.svg", "any", "image/svg+xml")]);
}

/// <summary>What the pages must know about the service before they show anything.</summary>
/// <param name="Name">The name in the bar.</param>
/// <param name="HasLogo">Whether there is a logo at <c>/portal/logo</c>.</param>
/// <param name="Contact">The contact for holders of certificates; empty if it is not set.</param>
/// <param name="Operator">The operator of the service; empty if it is not set.</param>
/// <param name="Issuer">The <c>issuer</c> of credentials.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Pages">The pages that are served.</param>
/// <param name="AsksKeys">
/// Whether calls need a key. If not, which is only on a developer's machine, the start page offers to issue the sample.
/// </param>
internal sealed record PortalSettings(
    string Name, bool HasLogo, string Contact, string Operator, string Issuer, string Version, IReadOnlyList<string> Pages, bool AsksKeys);

/// <summary>The web app manifest (W3C), so that the page that checks certificates can be installed on a phone.</summary>
internal sealed record PortalManifest(
    string Name,
    [property: JsonPropertyName("start_url")] string StartUrl,
    string Display,
    [property: JsonPropertyName("theme_color")] string ThemeColor,
    [property: JsonPropertyName("background_color")] string BackgroundColor,
    IReadOnlyList<PortalIcon> Icons);

/// <summary>An icon in the manifest.</summary>
internal sealed record PortalIcon(string Src, string Sizes, string Type);

/// <summary>How these documents are written.</summary>
[JsonSerializable(typeof(PortalSettings))]
[JsonSerializable(typeof(PortalManifest))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PortalJson : JsonSerializerContext;
