using Azure.Core;
using Azure.Core.Pipeline;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Gets the token that a vault requires. The first request is sent without a token and without its body; the vault's answer says which
/// token it requires, and from then on every request has one.
/// </summary>
/// <param name="credential">The program's identity.</param>
/// <param name="vault">The vault's address.</param>
/// <param name="verifiesResource">False to allow a vault on a loopback address to require a token of any service.</param>
internal sealed class ChallengePolicy(TokenCredential credential, Uri vault, bool verifiesResource)
    : BearerTokenAuthenticationPolicy(credential, Unused)
{
    // The base class requires a scope; the vault names its own.
    private const string Unused = "https://vault.azure.net/.default";

    private volatile VaultChallenge? known;

    /// <inheritdoc/>
    protected override async ValueTask AuthorizeRequestAsync(HttpMessage message)
    {
        if (known is { } challenge)
        {
            await AuthenticateAndAuthorizeRequestAsync(message, ContextOf(challenge, message));
            return;
        }

        if (message.Request.Content is { } content)
        {
            message.SetProperty(typeof(WithheldContent), new WithheldContent(content));
            message.Request.Content = null;
        }
    }

    /// <inheritdoc/>
    protected override void AuthorizeRequest(HttpMessage message) =>
        throw new NotSupportedException("Vaults are called asynchronously only.");

    /// <inheritdoc/>
    protected override async ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message)
    {
        var header = message.Response.Headers.TryGetValue("WWW-Authenticate", out var value) ? value : null;
        if ((VaultChallenge.Read(header, vault, verifiesResource)
            ?? (known is { } before ? VaultChallenge.ReadClaims(header, before) : null)) is not { } challenge)
        {
            return false;
        }

        // Claims are for this one token and are not kept.
        known = challenge with { Claims = null };
        if (message.TryGetProperty(typeof(WithheldContent), out var withheld) && withheld is WithheldContent { Content: var content })
        {
            message.Request.Content = content;
        }

        await AuthenticateAndAuthorizeRequestAsync(message, ContextOf(challenge, message));
        return true;
    }

    private static TokenRequestContext ContextOf(VaultChallenge challenge, HttpMessage message)
    {
        return new TokenRequestContext(
            [challenge.Scope], message.Request.ClientRequestId, challenge.Claims, challenge.TenantId, isCaeEnabled: true);
    }

    private sealed record WithheldContent(RequestContent Content);
}
