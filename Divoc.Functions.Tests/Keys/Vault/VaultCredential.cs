using Azure.Core;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>An identity in this process, which remembers for what it was asked.</summary>
internal sealed class VaultCredential(VaultIdentity identity) : TokenCredential
{
    public List<TokenRequestContext> Asked { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(requestContext);
        }

        return new AccessToken(
            identity.Issue(requestContext.Scopes[0].Replace("/.default", "", StringComparison.Ordinal)), DateTimeOffset.UtcNow.AddHours(1));
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
