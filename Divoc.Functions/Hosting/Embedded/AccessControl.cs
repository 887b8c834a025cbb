using System.Globalization;
using System.Text;
using Divoc.Functions.Access;
using Divoc.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Decides whether a request may continue. The rules depend only on the settings, never on the peer's address, and no header opens
/// anything. With keys, each function requires its level, and partners have their own keys. Without keys (loopback only, and no partners),
/// a request must come from a program of this machine and not from a web page: its Host must be a loopback name (against DNS rebinding),
/// its Origin must be its own (against cross-site requests) except on public routes, and for all but anonymous functions no proxy may have
/// forwarded it.
/// </summary>
internal sealed class AccessControl(AccessKeys? keys, PartnerDirectory partners, bool allowForwarded) : ILocalOperator
{
    /// <summary>The prefix of non-standard proxy headers.</summary>
    private const string ForwardedPrefix = "X-Forwarded-";

    private static readonly CompositeFormat Forwarded = CompositeFormat.Parse(
        "This service asks for no keys, because it is meant for programs on its own machine, but a proxy passed this request on (header "
        + "{0}). "
        + $"To run it behind a proxy, require keys: set {AuthOptions.SectionName}:{nameof(AuthOptions.RequireKeys)} to true, or add "
        + $"partners to {PartnersOptions.SectionName}. "
        + $"For a tunnel to a developer's machine, set {AuthOptions.SectionName}:{nameof(AuthOptions.AllowForwardedRequests)} to true. "
        + "Then everybody who reaches the tunnel may do everything.");

    private const string NoKey =
        "The access key of this call is missing, or does not allow this call: send your key in the header x-functions-key, or as code in "
        + "the query.";

    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>
    /// Other headers that reveal a proxy: RFC 7239, RFC 9110 section 7.6.3, RFC 8586, and those of nginx, content networks and ASP.NET Core
    /// behind a proxy.
    /// </summary>
    private static readonly string[] ProxyHeaders =
    [
        "Forwarded", "Via", "CDN-Loop", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP",
        "X-Original-For", "X-Original-Host",
    ];

    /// <summary>The path of the keys; null if no keys are required.</summary>
    public string? KeysPath => keys?.Path;

    /// <summary>Whether callers send the keys of partners, and not those that the program made.</summary>
    public bool KeysArePartners => !partners.IsEmpty;

    /// <summary>Checks a request before its function is known. Null if it may continue, else the answer.</summary>
    public Problem? CheckSource(HttpRequest request)
    {
        if (keys is not null)
        {
            return null;
        }

        if (!LoopbackNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return Forbidden(
                "This service listens on this machine only and asks for no keys, so the host name of a call must be localhost, "
                + "127.0.0.1 or [::1].");
        }

        return !PublicRoutes.Has(request.Path)
            && request.Headers.Origin is { Count: > 0 } origin
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            ? Forbidden(
                "This service listens on this machine only and asks for no keys, so it refuses calls from web pages of other origins.")
            : null;
    }

    /// <summary>
    /// Checks a request for a function. Null if it may continue, else the answer. A function of operators checks their key itself.
    /// </summary>
    public Problem? CheckKey(HttpRequest request, HttpFunction function)
    {
        if (!function.IsOfOperators)
        {
            return CheckKey(request, function.Level);
        }

        return CheckKey(request, keys is null ? AuthorizationLevel.Admin : AuthorizationLevel.Anonymous);
    }

    /// <summary>
    /// Whoever has the data directory has its admin key. If no keys are required, every program of this machine may do what operators do,
    /// unless operators are configured.
    /// </summary>
    public bool Knows(string? key, bool hasOthers) =>
        keys is null ? !hasOthers : key is not null && keys.Opens(key, AuthorizationLevel.Admin);

    /// <summary>
    /// Checks a request for a function of a level. Null if it may continue, else the answer. Anonymous functions are open to everybody, so
    /// a proxy may forward requests for them, such as its own health checks.
    /// </summary>
    public Problem? CheckKey(HttpRequest request, AuthorizationLevel level)
    {
        if (level == AuthorizationLevel.Anonymous)
        {
            return null;
        }

        if (keys is null)
        {
            return allowForwarded ? null : CheckNotForwarded(request);
        }

        return AccessKey.Of(request) is { } key && (keys.Opens(key, level) | IsPartner(key, level))
            ? null
            : new Problem(StatusCodes.Status401Unauthorized, NoKey)
            {
                Message = "unauthenticated for invalid credentials",
                Headers = [(HeaderNames.WWWAuthenticate, UnhandledProblem.KeyChallenge)],
            };
    }

    /// <summary>A partner's key opens what the generated function key opens.</summary>
    private bool IsPartner(string key, AuthorizationLevel level) => partners.Find(key) is not null && level == AuthorizationLevel.Function;

    private static Problem? CheckNotForwarded(HttpRequest request)
    {
        return request.Headers.Keys.FirstOrDefault(IsOfProxy) is { } header
            ? new Problem(
                StatusCodes.Status403Forbidden, "FORWARDED_REQUEST", string.Format(CultureInfo.InvariantCulture, Forwarded, header))
            : null;
    }

    private static bool IsOfProxy(string header)
    {
        return header.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase)
            || ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);
    }

    private static Problem Forbidden(string message)
    {
        return new Problem(StatusCodes.Status403Forbidden, message);
    }
}
