using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>The content codings (RFC 9110, section 8.4.1) of the served files.</summary>
internal static class ContentCodings
{
    /// <summary>Brotli (RFC 7932): browsers request it over TLS.</summary>
    public const string Brotli = "br";

    /// <summary>gzip (RFC 1952).</summary>
    public const string Gzip = "gzip";

    /// <summary>The best coding that the caller accepts; null for none.</summary>
    public static string? Best(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted))
        {
            return null;
        }

        return new[] { Brotli, Gzip }
            .FirstOrDefault(
                coding => accepted.Any(one => one.Quality != 0 && one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)));
    }
}
