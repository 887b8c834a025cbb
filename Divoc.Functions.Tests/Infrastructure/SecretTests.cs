using static Divoc.Functions.Tests.Infrastructure.ArmTemplate;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>What is secret lies in the vault: the app is told where, and no deployment has it.</summary>
[Trait("Kind", "Slow")]
public sealed class SecretTests
{
    [Fact]
    public async Task Settings_that_may_contain_a_secret_do_not_appear_in_the_deployment_history()
    {
        var template = await ArmTemplate.OfMainAsync();

        Assert.Equal("secureObject", Text((await BicepCompiler.MainAsync())["parameters"]!["extraSettings"]!["type"]));
        Assert.Equal("secureObject", Text(template.Module("app")["parameters"]!["extraSettings"]!["type"]));
        Assert.Equal("securestring", Text(template.Module("app")["parameters"]!["insightsConnectionString"]!["type"]));
    }

    [Fact]
    public async Task The_deployment_knows_only_the_name_of_a_secret()
    {
        var template = await ArmTemplate.OfMainAsync();
        var references = Text(template.Module("secrets")["outputs"]!["references"]!["value"]);

        Assert.Equal(
            "[mapValues(parameters('vaultSettings'), lambda('name', "
            + "format('@Microsoft.KeyVault(SecretUri={0}secrets/{1})', parameters('vaultUrl'), lambdaVariables('name'))))]",
            references);
        Assert.Empty(template.ResourcesOf("secrets", "Microsoft.KeyVault/vaults/secrets"));
        Assert.Empty(template.ResourcesOf("vault", "Microsoft.KeyVault/vaults/secrets"));
        Assert.Contains("references", Text(template.ArgumentsOf("app")["vaultReferences"]!["value"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_platform_reads_secrets_with_the_app_identity_which_has_the_read_role_only_if_secrets_exist()
    {
        var template = await ArmTemplate.OfMainAsync();
        var site = Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites"));

        Assert.Equal("[parameters('identityId')]", Text(site["properties"]!["keyVaultReferenceIdentity"]));
        Assert.Equal(
            "[not(empty(parameters('vaultSettings')))]", Text((await BicepCompiler.MainAsync())["resources"]!["secrets"]!["condition"]));
        Assert.Contains("Key Vault Secrets User", RoleDefinition.All.Select(role => role.Name));
    }
}
