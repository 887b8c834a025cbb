using Divoc.Functions.Access;
using Divoc.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Decides whether a request may go on. What is asked depends on the settings alone, never on the peer's address or on a forwarded header: with
/// keys, each function asks for its level, and partners have keys of their own; without keys (loopback only, and no partners), a request must come
/// from a program of this machine and not from a web page, so its Host must be a loopback name (against DNS rebinding) and its Origin its own
/// (against cross-site requests).
/// </summary>
internal sealed class AccessControl(AccessKeys? keys, PartnerDirectory partners)
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Where the keys lie; null if none are asked.</summary>
    public string? KeysPath => keys?.Path;

    /// <summary>Whether callers send the keys of partners, and not those that the program made.</summary>
    public bool KeysArePartners => !partners.IsEmpty;

    /// <summary>Looks at a request before its function is known. Null if it may go on, else the answer.</summary>
    public Problem? CheckSource(HttpRequest request)
    {
        if (keys is not null)
        {
            return null;
        }

        if (!LoopbackNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return Forbidden("This service listens on this machine only and asks for no keys, so the Host of a request must be localhost, 127.0.0.1 or [::1].");
        }

        return request.Headers.Origin is { Count: > 0 } origin && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            ? Forbidden("This service listens on this machine only and asks for no keys, so it takes no request that a page of another origin sends.")
            : null;
    }

    /// <summary>Looks at a request for a function of a level. Null if it may go on, else the answer.</summary>
    public Problem? CheckKey(HttpRequest request, AuthorizationLevel level)
    {
        if (keys is null || level == AuthorizationLevel.Anonymous)
        {
            return null;
        }

        return AccessKey.Of(request) is { } key && (keys.Opens(key, level) | IsPartner(key, level))
            ? null
            : new Problem(StatusCodes.Status401Unauthorized, "unauthenticated for invalid credentials");
    }

    /// <summary>A partner's key opens what the made function key opens.</summary>
    private bool IsPartner(string key, AuthorizationLevel level) => partners.Find(key) is not null && level == AuthorizationLevel.Function;

    private static Problem Forbidden(string message)
    {
        return new Problem(StatusCodes.Status403Forbidden, message);
    }
}
