using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Tells browsers which pages of other origins may read an answer (CORS, in the Fetch standard): of public routes all, of others those of <see cref="CorsOptions"/>. It opens nothing to
/// whoever has no key, as keys come in a header or the query and never by themselves like cookies.
/// </summary>
public sealed class CrossOrigin(IOptions<CorsOptions> options)
{
    private const string Any = "*";

    /// <summary>Browsers remember the answer for two hours at most.</summary>
    private const string Remembered = "7200";

    private const string PublicMethods = "GET, HEAD, POST";
    private const string PublicHeaders = "Content-Type, Content-Encoding, Accept-Language, If-None-Match, If-Modified-Since, traceparent, tracestate";
    private const string OtherMethods = $"{PublicMethods}, PUT, DELETE";
    private const string OtherHeaders = $"x-functions-key, Idempotency-Key, If-Match, If-Unmodified-Since, {PublicHeaders}";

    /// <summary>What pages may read beyond what all may: the tag, when to come again, what replaced it, its name, and which key is asked for.</summary>
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
            // Also where no origin came: a cache must not give that answer to a page.
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        if (AllowedBy(request, isPublic) is { } allowed)
        {
            headers.AccessControlAllowOrigin = allowed;
            headers.AccessControlExposeHeaders = Exposed;
        }
    }

    /// <summary>Sets what the answer to a preflight has beside that: methods and headers that the page may send.</summary>
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
