using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Scalar.AspNetCore;

namespace Divoc.Functions.Triggers.Api;

/// <summary>The page that shows the document to people, and the files that it loads: Scalar's script, which its package carries, and the few lines that start it. Nothing comes from elsewhere.</summary>
public static class ApiPage
{
    /// <summary>
    /// The page may load scripts and data of its own origin only, and no page may frame it. Scalar writes styles into the page.
    /// </summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string ScriptType = "text/javascript; charset=utf-8";
    private const string Script = "scalar.js";
    private const string Start = "start.js";

    /// <summary>The guide for partner systems, for whoever has no copy of the sources. As plain text, which browsers show.</summary>
    private const string Guide = "partners.md";

    /// <summary>Scalar asks its own servers for nothing: no fonts, no proxy, no client, no assistant, no telemetry.</summary>
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

    private static readonly Lazy<Dictionary<string, ApiPageFile>> Files = new(() => new Dictionary<string, ApiPageFile>(StringComparer.Ordinal)
    {
        [Script] = ApiPageFile.OfPacked(ReadScript(), ScriptType),
        [Start] = ApiPageFile.Of(StartCode, ScriptType),
        [Guide] = ApiPageFile.Of(ReadGuide(), "text/plain; charset=utf-8"),
    });

    /// <summary>The names of the files that the page loads.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [Start, Script];

    /// <summary>The page.</summary>
    public static ApiPageFile Page { get; } = ApiPageFile.Of(Html, "text/html; charset=utf-8");

    /// <summary>A file that the page loads; null where there is none of the name.</summary>
    public static ApiPageFile? Find(string name) => Files.Value.GetValueOrDefault(name);

    private static string ReadGuide()
    {
        using var reader = new StreamReader(typeof(ApiPage).Assembly.GetManifestResourceStream(Guide)!);
        return reader.ReadToEnd();
    }

    /// <summary>Scalar's script as its package embeds it, packed with gzip.</summary>
    private static byte[] ReadScript()
    {
        const string resource = $"ScalarStaticAssets.{Script}";
        using var stream = typeof(ScalarOptions).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The package Scalar.AspNetCore has no resource {resource}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>A file of the page.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Hash">The SHA-256 of its bytes in hex.</param>
/// <param name="Bytes">Its bytes, packed with gzip if it is large.</param>
/// <param name="IsPacked">Whether they are packed.</param>
public sealed record ApiPageFile(string ContentType, string Hash, ReadOnlyMemory<byte> Bytes, bool IsPacked)
{
    /// <summary>Makes a file of a text.</summary>
    internal static ApiPageFile Of(string text, string contentType) => Of(Encoding.UTF8.GetBytes(text), contentType, isPacked: false);

    /// <summary>Makes a file of bytes that are packed.</summary>
    internal static ApiPageFile OfPacked(byte[] bytes, string contentType) => Of(bytes, contentType, isPacked: true);

    /// <summary>Writes the bytes as they are without packing.</summary>
    internal async Task UnpackToAsync(Stream output)
    {
        await using var packed = new MemoryStream(Bytes.ToArray(), writable: false);
        await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        await unpacked.CopyToAsync(output);
    }

    private static ApiPageFile Of(byte[] bytes, string contentType, bool isPacked) => new(contentType, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes, isPacked);
}
