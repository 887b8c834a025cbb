using System.Text;
using System.Text.RegularExpressions;
using Azure.Identity;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// What a vault requires in an answer with 401: <c>Bearer authorization="https://{login}/{tenant}", resource="https://vault.azure.net"</c>
/// (Key Vault: authentication, the challenge).
/// </summary>
/// <param name="Scope">The service for which a token is required.</param>
/// <param name="TenantId">The tenant; null for none.</param>
/// <param name="Claims">Additional claims that the token must have, as JSON (continuous access evaluation); null for none.</param>
internal sealed partial record VaultChallenge(string Scope, string? TenantId, string? Claims)
{
    private const string Scheme = "Bearer ";
    private const int LongestHeader = 8192;

    /// <summary>Reads a challenge. Null if it is not one of a vault.</summary>
    /// <param name="header">The header <c>WWW-Authenticate</c>.</param>
    /// <param name="vault">
    /// The sender. A token is sent only to its own service: the vault's host must be the resource's host or below it.
    /// </param>
    /// <param name="verifiesResource">False to allow a vault on a loopback address to require a token of any service.</param>
    /// <exception cref="AuthenticationFailedException">The vault requires a token of a service to which it does not belong.</exception>
    public static VaultChallenge? Read(string? header, Uri vault, bool verifiesResource = true)
    {
        if (Parameters(header) is not { } values || values["resource"].FirstOrDefault() is not { } resource)
        {
            return null;
        }

        var isEmulator = !verifiesResource && vault.IsLoopback;
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var service) || !(isEmulator || IsBelow(vault.Host, service.Host)))
        {
            throw new AuthenticationFailedException(RefusalOf(vault, service));
        }

        var authority = values["authorization"].Concat(values["authorization_uri"]).FirstOrDefault();
        return new VaultChallenge($"{resource.TrimEnd('/')}/.default", TenantOf(authority), Decode(values["claims"].FirstOrDefault()));
    }

    /// <summary>
    /// Reads the answer of a vault to a token that is no longer valid: <c>Bearer error="insufficient_claims", claims="…"</c>, which names
    /// no resource (Microsoft identity platform: claims challenges). Null if it is something else.
    /// </summary>
    /// <param name="header">The header <c>WWW-Authenticate</c>.</param>
    /// <param name="known">The earlier challenge of the vault.</param>
    public static VaultChallenge? ReadClaims(string? header, VaultChallenge known)
    {
        return Parameters(header) is { } values && Decode(values["claims"].FirstOrDefault()) is { } claims
            ? known with { Claims = claims }
            : null;
    }

    private static string RefusalOf(Uri vault, Uri? service)
    {
        if (service is not { Host.Length: > 0 })
        {
            return "it does not say for which service it wants one.";
        }

        var refusal = $"it asks for a token for the service {service.Host}, to which it does not belong.";
        return vault.IsLoopback
            ? $"{refusal} For an emulator set {KeyVaultOptions.SectionName}:{nameof(KeyVaultOptions.DisableChallengeResourceVerification)}."
            : refusal;
    }

    private static ILookup<string, string>? Parameters(string? header)
    {
        return header is { Length: <= LongestHeader } && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Parameter()
                .Matches(header)
                .ToLookup(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }

    private static bool IsBelow(string host, string parent)
    {
        return host.Equals(parent, StringComparison.OrdinalIgnoreCase)
            || (parent.Length > 0 && host.EndsWith($".{parent}", StringComparison.OrdinalIgnoreCase));
    }

    private static string? TenantOf(string? authority)
    {
        return Uri.TryCreate(authority, UriKind.Absolute, out var address) && address.Segments.Length > 1
            ? address.Segments[1].TrimEnd('/')
            : null;
    }

    private static string? Decode(string? claims)
    {
        var bytes = new byte[LongestHeader];
        return claims is not null && Convert.TryFromBase64String(claims, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }

    [GeneratedRegex("(?<name>[A-Za-z_]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Parameter();
}
