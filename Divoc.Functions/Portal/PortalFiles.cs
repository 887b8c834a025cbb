using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Divoc.Functions.Access;
using Divoc.Functions.Keys;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Portal;

/// <summary>
/// The files of the pages: those that the build of <c>Divoc.Portal</c> made, which are embedded in the program, and a few that follow from the settings. Nothing else is ever served.
/// </summary>
public sealed partial class PortalFiles(IOptions<PortalOptions> options, IOptions<IssuerOptions> issuer, PartnerDirectory partners, IEnumerable<ILocalOperator> local)
{
    /// <summary>What the resources' names begin with.</summary>
    private const string Prefix = "portal/";

    private const string Html = "index.html";
    private const string ServiceWorker = "sw.js";
    private const string Settings = "settings.json";
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

    private static readonly Lazy<FrozenDictionary<string, PortalFile>> Built = new(ReadBuilt);

    // Read at the first call, so that bad settings are reported at start together with all others.
    private readonly Lazy<FrozenDictionary<string, PortalFile>> made = new(() => Make(options.Value, issuer.Value, asksKeys: !partners.IsEmpty || !local.Any(one => one.Knows(null, hasOthers: false))));

    /// <summary>What the address of a page shows; null where there is no such page.</summary>
    /// <param name="page">The one segment of its path; null or empty for the start page.</param>
    public PortalFile? FindPage(string? page)
    {
        if (page == ServiceWorker)
        {
            return HasPage(PortalOptions.Verify) ? Built.Value[ServiceWorker] : null;
        }

        var name = string.IsNullOrEmpty(page) ? PortalOptions.Start : page;
        var isPage = HasPage(name) && (page != PortalOptions.Start);
        return isPage ? Built.Value[Html] : null;
    }

    /// <summary>A file that the pages load; null where there is none of the name, or no page at all.</summary>
    public PortalFile? FindFile(string path)
    {
        if (options.Value.PageList.Count == 0 || path is Html or ServiceWorker)
        {
            return null;
        }

        return made.Value.GetValueOrDefault(path) ?? Built.Value.GetValueOrDefault(path);
    }

    private bool HasPage(string name) => options.Value.PageList.Contains(name, StringComparer.Ordinal);

    private static FrozenDictionary<string, PortalFile> ReadBuilt()
    {
        var assembly = typeof(PortalFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => ReadBuilt(assembly.GetManifestResourceStream(name)!, name[Prefix.Length..]));
    }

    private static PortalFile ReadBuilt(Stream resource, string name)
    {
        using (resource)
        {
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            return PortalFile.Of(bytes, TypesByEnding[Path.GetExtension(name)], HashedName().IsMatch(name));
        }
    }

    [GeneratedRegex(@"-[0-9a-z]{8}\.[a-z]+\z")]
    private static partial Regex HashedName();

    private static FrozenDictionary<string, PortalFile> Make(PortalOptions options, IssuerOptions issuer, bool asksKeys)
    {
        var files = new Dictionary<string, PortalFile>
        {
            [Settings] = PortalFile.Of(JsonSerializer.Serialize(SettingsOf(options, issuer, asksKeys), PortalJson.Default.PortalSettings), "application/json"),
            [Brand] = PortalFile.Of($":root{{--brand:{options.Color.ToLowerInvariant()}}}\n", TypesByEnding[".css"]),
            [Manifest] = PortalFile.Of(JsonSerializer.Serialize(ManifestOf(options), PortalJson.Default.PortalManifest), "application/manifest+json"),
        };
        if (options.Logo.Length > 0)
        {
            files[Logo] = PortalLogo.Read(options.Logo);
        }

        return files.ToFrozenDictionary();
    }

    private static PortalSettings SettingsOf(PortalOptions options, IssuerOptions issuer, bool asksKeys) =>
        new(options.Name, options.Logo.Length > 0, options.Contact, options.Operator, issuer.Id, ProgramVersion.Text, [.. options.PageList], asksKeys);

    private static PortalManifest ManifestOf(PortalOptions options) =>
        new(options.Name, $"/{PortalOptions.Verify}", "standalone", options.Color, "#FFFFFF", [new PortalIcon("/portal/icon.svg", "any", "image/svg+xml")]);
}

/// <summary>What the pages must know of the service before they show anything.</summary>
/// <param name="Name">The name in the bar.</param>
/// <param name="HasLogo">Whether there is a picture, at <c>/portal/logo</c>.</param>
/// <param name="Contact">Whom the holder of a certificate asks; empty if that is not set.</param>
/// <param name="Operator">Who runs the service; empty if that is not set.</param>
/// <param name="Issuer">The <c>issuer</c> of credentials.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Pages">The pages that are served.</param>
/// <param name="AsksKeys">Whether calls need a key. Where they don't, which is on a developer's machine only, the start page offers to issue the sample.</param>
internal sealed record PortalSettings(
    string Name, bool HasLogo, string Contact, string Operator, string Issuer, string Version, IReadOnlyList<string> Pages, bool AsksKeys);

/// <summary>The web app manifest (W3C), so that the page that checks certificates can be put on the first screen of a phone.</summary>
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
