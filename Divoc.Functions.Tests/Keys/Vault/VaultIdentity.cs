using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>
/// Gives tokens for the vault double, as the managed identity of an App Service does over plain http on loopback (IDENTITY_ENDPOINT,
/// IDENTITY_HEADER; version 2019-08-01).
/// </summary>
internal sealed class VaultIdentity
{
    public const string Path = "/identity/token";

    private readonly ConcurrentDictionary<string, string> resources = new(StringComparer.Ordinal);

    /// <summary>What callers must send in X-IDENTITY-HEADER.</summary>
    public string Header { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Tokens given so far.</summary>
    public int Issued => resources.Count;

    public string Issue(string resource)
    {
        var token = RandomNumberGenerator.GetHexString(64);
        resources[token] = resource;
        return token;
    }

    /// <summary>Makes all tokens worthless.</summary>
    public void Revoke() => resources.Clear();

    public bool IsValid(string? authorization, string resource)
    {
        return authorization?.StartsWith("Bearer ", StringComparison.Ordinal) == true
            && resources.TryGetValue(authorization["Bearer ".Length..], out var issuedFor)
            && issuedFor == resource;
    }

    public void Map(WebApplication application) => application.MapGet(Path, (HttpContext context) =>
    {
        if (context.Request.Headers["X-IDENTITY-HEADER"] != Header || context.Request.Query["resource"] is not [{ } resource])
        {
            return Results.Unauthorized();
        }

        return Results.Json(new JsonObject
        {
            ["access_token"] = Issue(resource),
            ["expires_on"] = $"{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}",
            ["resource"] = resource,
            ["token_type"] = "Bearer",
        });
    });
}
