using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>
/// Finds the caller by the access key of the call. The host has already checked that the key opens the function; here it matters only to
/// whom the key belongs. Every function of level Function asks this class, because what a call may reach depends on the caller.
/// </summary>
public sealed class Callers(PartnerDirectory partners)
{
    /// <summary>The caller. While no partners are configured, every caller reaches everything.</summary>
    /// <exception cref="CallerUnknownException">Partners are configured, and the key belongs to none of them.</exception>
    public Caller Of(HttpRequest request)
    {
        var caller = Find(AccessKey.Of(request));

        // For the log line of the call.
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

/// <summary>The access key of a call, read where the Functions host reads it too: from the header first, else from the query.</summary>
internal static class AccessKey
{
    private const string HeaderName = "x-functions-key";
    private const string QueryName = "code";

    /// <summary>The key; null if there is none, an empty one, or several.</summary>
    public static string? Of(HttpRequest request)
    {
        var presented = request.Headers[HeaderName] is { Count: > 0 } header ? header : request.Query[QueryName];
        return presented is [{ Length: > 0 } key] ? key : null;
    }

    /// <summary>The owner of a key; null if nobody has it. The time that this takes does not depend on the key.</summary>
    /// <param name="key">The key as it was presented.</param>
    /// <param name="owners">The SHA-256 of each key, and its owner.</param>
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
