using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Sets the headers with which browsers let pages of other origins read an answer (CORS, in the Fetch standard): for public routes all
/// pages, for others those of <see cref="CorsOptions"/>. This opens nothing to a caller without a key, because keys come in a header or the
/// query and, unlike cookies, are never sent automatically.
/// </summary>
public sealed class CrossOrigin(IOptions<CorsOptions> options)
{
    private const string Any = "*";

    /// <summary>Browsers cache the answer for two hours at most.</summary>
    private const string Remembered = "7200";

    private const string PublicMethods = "GET, HEAD, POST";
    private const string PublicHeaders =
        "Content-Type, Content-Encoding, Accept-Language, If-None-Match, If-Modified-Since, traceparent, tracestate";
    private const string OtherMethods = $"{PublicMethods}, PUT, DELETE";
    private const string OtherHeaders = $"x-functions-key, Idempotency-Key, If-Match, If-Unmodified-Since, {PublicHeaders}";

    /// <summary>
    /// The headers that pages may read in addition to those that are always readable: the ETag, when to retry, the replacement, the file
    /// name, and which key is required.
    /// </summary>
    private const string Exposed = "ETag, Retry-After, Link, Content-Disposition, WWW-Authenticate";

    private readonly IReadOnlyList<string> origins = options.Value.Origins;

    /// <summary>Sets the headers of an answer, whatever its status.</summary>
    public void Set(HttpRequest request, IHeaderDictionary headers)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);
        var isPublic = PublicRoutes.Has(request.Path);
        if (!isPublic && origins.Count > 0)
        {
            // Also if there was no origin: a cache must not give that answer to a page.
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        if (AllowedBy(request, isPublic) is { } allowed)
        {
            headers.AccessControlAllowOrigin = allowed;
            headers.AccessControlExposeHeaders = Exposed;
        }
    }

    /// <summary>Sets the additional headers of the answer to a preflight: methods and headers that the page may send.</summary>
    public void SetPreflight(HttpRequest request, IHeaderDictionary headers)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);
        var isPublic = PublicRoutes.Has(request.Path);
        if (AllowedBy(request, isPublic) is not null)
        {
            headers.AccessControlAllowMethods = isPublic ? PublicMethods : OtherMethods;
            headers.AccessControlAllowHeaders = isPublic ? PublicHeaders : OtherHeaders;
            headers.AccessControlMaxAge = Remembered;
        }
    }

    private string? AllowedBy(HttpRequest request, bool isPublic)
    {
        if (isPublic)
        {
            return Any;
        }

        return request.Headers.Origin is [{ } origin] && origins.Contains(origin, StringComparer.Ordinal) ? origin : null;
    }
}
