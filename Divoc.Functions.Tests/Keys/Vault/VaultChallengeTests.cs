using Azure.Identity;
using Divoc.Functions.Keys.KeyVault;

namespace Divoc.Functions.Tests.Keys.Vault;

public sealed class VaultChallengeTests
{
    [Theory]
    [InlineData("https://health.vault.azure.net/", "https://vault.azure.net")]
    [InlineData("https://health.vault.azure.net/", "https://VAULT.azure.net/")]
    [InlineData("https://health.managedhsm.azure.net/", "https://managedhsm.azure.net")]
    [InlineData("https://127.0.0.1:8443/", "https://127.0.0.1:8443")]
    public void A_vault_gets_a_token_of_its_own_service(string vault, string resource)
    {
        var challenge = VaultChallenge.Read($"Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"{resource}\"", new Uri(vault))!;

        Assert.Equal($"{resource.TrimEnd('/')}/.default", challenge.Scope);
        Assert.Equal("tenant", challenge.TenantId);
        Assert.Null(challenge.Claims);
    }

    [Theory]
    [InlineData("https://health.vault.azure.net.example.org/", "https://vault.azure.net")]
    [InlineData("https://evilvault.azure.net/", "https://vault.azure.net")]
    [InlineData("https://health.vault.azure.net/", "https://management.azure.com")]
    [InlineData("https://health.vault.azure.net/", "https://")]
    [InlineData("https://health.vault.azure.net/", "vault.azure.net")]
    public void Nobody_gets_a_token_of_another_service(string vault, string resource)
    {
        Assert.Throws<AuthenticationFailedException>(() => VaultChallenge.Read($"Bearer authorization=\"https://login.example.org/tenant\", resource=\"{resource}\"", new Uri(vault)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic realm=\"vault\"")]
    [InlineData("Bearer authorization=\"https://login.example.org/tenant\"")]
    public void What_is_no_challenge_of_a_vault_is_left_alone(string? header)
    {
        Assert.Null(VaultChallenge.Read(header, new Uri("https://health.vault.azure.net/")));
    }

    [Fact]
    public void Claims_are_taken_along()
    {
        var challenge = VaultChallenge.Read(
            "Bearer authorization=\"https://login.example.org/tenant\", resource=\"https://vault.azure.net\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"",
            new Uri("https://health.vault.azure.net/"))!;

        Assert.Equal("""{"access_token":{}}""", challenge.Claims);
    }

    [Theory]
    [InlineData("Bearer realm=\"\", authorization_uri=\"https://login.example.org/common\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"", """{"access_token":{}}""")]
    [InlineData("Bearer error=\"invalid_token\"", null)]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"no base64!\"", null)]
    [InlineData("Basic claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"", null)]
    [InlineData(null, null)]
    public void Claims_without_a_resource_belong_to_what_was_asked_for_before(string? header, string? claims)
    {
        var known = new VaultChallenge("https://vault.azure.net/.default", "tenant", null);

        Assert.Equal(claims is null ? null : known with { Claims = claims }, VaultChallenge.ReadClaims(header, known));
    }
}
