using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>
/// Tells who calls by the access key that came with the call. That the key opens the function at all was the host's to see to: what counts here is whose
/// it is. Every function of level Function asks, since what a call may reach depends on it.
/// </summary>
public sealed class Callers(PartnerDirectory partners)
{
    /// <summary>The caller. As long as there are no partners, whoever calls reaches everything.</summary>
    /// <exception cref="CallerUnknownException">There are partners, and the key is none of theirs: it does not matter which other key it is.</exception>
    public Caller Of(HttpRequest request)
    {
        var caller = Find(AccessKey.Of(request));

        // For the line that is logged of the call.
        request.HttpContext.Features.Set(caller);
        return caller;
    }

    private Caller Find(string? key)
    {
        if (partners.IsEmpty)
        {
            return Caller.OfNoPartner(key is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        }

        return (key is null ? null : partners.Find(key)) ?? throw new CallerUnknownException();
    }
}

/// <summary>The access key of a call belongs to no partner.</summary>
public sealed class CallerUnknownException() : Exception("The access key of the call belongs to no partner.");

/// <summary>The access key that comes with a call, where the Functions host looks for it too: in the header first, else in the query.</summary>
internal static class AccessKey
{
    private const string HeaderName = "x-functions-key";
    private const string QueryName = "code";

    /// <summary>The key; null where none came, an empty one, or several.</summary>
    public static string? Of(HttpRequest request)
    {
        var presented = request.Headers[HeaderName] is { Count: > 0 } header ? header : request.Query[QueryName];
        return presented is [{ Length: > 0 } key] ? key : null;
    }

    /// <summary>Whose key it is; null if it is nobody's. The time it takes does not depend on the key.</summary>
    /// <param name="key">The key as it was presented.</param>
    /// <param name="owners">The SHA-256 of each key, and whose it is.</param>
    public static T? FindOwner<T>(string key, IReadOnlyList<(byte[] KeyHash, T Owner)> owners)
        where T : class
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        T? found = null;
        foreach (var (keyHash, owner) in owners)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, keyHash) ? owner : found;
        }

        return found;
    }
}
