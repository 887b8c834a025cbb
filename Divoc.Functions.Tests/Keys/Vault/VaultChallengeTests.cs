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
    public void A_vault_gets_a_token_for_its_own_service(string vault, string resource)
    {
        var challenge = VaultChallenge.Read(
            $"Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"{resource}\"", new Uri(vault))!;

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
    public void No_vault_gets_a_token_for_another_service(string vault, string resource)
    {
        foreach (var verifiesResource in (bool[])[true, false])
        {
            var header = $"Bearer authorization=\"https://login.example.org/tenant\", resource=\"{resource}\"";

            Assert.Throws<AuthenticationFailedException>(() => VaultChallenge.Read(header, new Uri(vault), verifiesResource));
        }
    }

    [Theory]
    [InlineData("https://localhost:4997/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]:8443/")]
    public void A_local_emulator_gets_the_requested_token_if_the_setting_allows_it(string vault)
    {
        const string header = "Bearer authorization=\"https://localhost:4997/tenant\", scope=\"https://vault.azure.net/.default\", "
            + "resource=\"https://vault.azure.net\"";

        var refusal = Assert.Throws<AuthenticationFailedException>(() => VaultChallenge.Read(header, new Uri(vault)));
        Assert.Equal("https://vault.azure.net/.default", VaultChallenge.Read(header, new Uri(vault), verifiesResource: false)!.Scope);
        Assert.Contains("vault.azure.net", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Divoc:KeyVault:DisableChallengeResourceVerification", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>There it would be refused.</summary>
    [Fact]
    public void The_error_does_not_recommend_the_setting_where_it_cannot_be_used()
    {
        var refusal = Assert.Throws<AuthenticationFailedException>(() =>
            VaultChallenge.Read(
                "Bearer authorization=\"https://login.example.org/t\", resource=\"https://vault.azure.net\"",
                new Uri("https://vault.example.org/")));

        Assert.DoesNotContain("Divoc:", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic realm=\"vault\"")]
    [InlineData("Bearer authorization=\"https://login.example.org/tenant\"")]
    public void A_header_that_is_not_a_vault_challenge_is_ignored(string? header)
    {
        Assert.Null(VaultChallenge.Read(header, new Uri("https://health.vault.azure.net/")));
    }

    [Fact]
    public void The_claims_of_a_challenge_are_used()
    {
        var challenge = VaultChallenge.Read(
            "Bearer authorization=\"https://login.example.org/tenant\", resource=\"https://vault.azure.net\", "
            + "error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"",
            new Uri("https://health.vault.azure.net/"))!;

        Assert.Equal("""{"access_token":{}}""", challenge.Claims);
    }

    [Theory]
    [InlineData(
        "Bearer realm=\"\", authorization_uri=\"https://login.example.org/common\", error=\"insufficient_claims\", "
        + "claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"",
        """{"access_token":{}}""")]
    [InlineData("Bearer error=\"invalid_token\"", null)]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"no base64!\"", null)]
    [InlineData("Basic claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"", null)]
    [InlineData(null, null)]
    public void Claims_without_a_resource_apply_to_the_previous_challenge(string? header, string? claims)
    {
        var known = new VaultChallenge("https://vault.azure.net/.default", "tenant", null);

        Assert.Equal(claims is null ? null : known with { Claims = claims }, VaultChallenge.ReadClaims(header, known));
    }
}
