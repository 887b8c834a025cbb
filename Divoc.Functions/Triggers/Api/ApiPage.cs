using System.IO.Compression;
using Scalar.AspNetCore;

namespace Divoc.Functions.Triggers.Api;

/// <summary>
/// The page that shows the document to people, and the files that it loads: Scalar's script, which is in its package, and the few lines
/// that start it. Nothing is loaded from elsewhere.
/// </summary>
public static class ApiPage
{
    /// <summary>
    /// The page may load scripts and data only from its own origin, and no page may frame it. Scalar writes styles into the page.
    /// </summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string ScriptType = "text/javascript; charset=utf-8";
    private const string Script = "scalar.js";
    private const string Start = "start.js";

    /// <summary>The guide for partner systems, for readers without a copy of the sources. As plain text, which browsers show.</summary>
    private const string Guide = "partners.md";

    /// <summary>Scalar must not call its own servers: no fonts, no proxy, no client, no assistant, no telemetry.</summary>
    private const string StartCode =
        """
        Scalar.createApiReference('#app', {
          url: '/openapi.json',
          withDefaultFonts: false,
          hideClientButton: true,
          showDeveloperTools: 'never',
          telemetry: false,
          agent: { disabled: true },
          mcp: { disabled: true },
          persistAuth: false,
          documentDownloadType: 'direct',
        });

        """;

    private const string Html =
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Certificate service: API</title>
        <link rel="icon" href="data:,">
        </head>
        <body>
        <noscript>The API is described in <a href="/openapi.json">openapi.json</a>.</noscript>
        <div id="app"></div>
        <script src="/docs/{Script}"></script>
        <script src="/docs/{Start}"></script>
        </body>
        </html>

        """;

    private static readonly Lazy<Dictionary<string, ServedFile>> Files =
        new(() => new Dictionary<string, ServedFile>(StringComparer.Ordinal)
        {
            [Script] = ServedFile.Of(ReadScript(), ScriptType, isHashed: false),
            [Start] = ServedFile.Of(StartCode, ScriptType),
            [Guide] = ServedFile.Of(ReadGuide(), "text/plain; charset=utf-8"),
        });

    /// <summary>The names of the files that the page loads.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [Start, Script];

    /// <summary>The page.</summary>
    public static ServedFile Page { get; } = ServedFile.Of(Html, "text/html; charset=utf-8");

    /// <summary>A file that the page loads; null if there is none with the name.</summary>
    public static ServedFile? Find(string name) => Files.Value.GetValueOrDefault(name);

    private static string ReadGuide()
    {
        using var reader = new StreamReader(typeof(ApiPage).Assembly.GetManifestResourceStream(Guide)!);
        return reader.ReadToEnd();
    }

    /// <summary>Scalar's script, which its package embeds compressed with gzip.</summary>
    private static byte[] ReadScript()
    {
        const string resource = $"ScalarStaticAssets.{Script}";
        using var packed = typeof(ScalarOptions).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The package Scalar.AspNetCore has no resource {resource}.");
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpacked.CopyTo(bytes);
        return bytes.ToArray();
    }
}
