using static Divoc.Functions.Tests.Infrastructure.ArmTemplate;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>What is secret lies in the vault: the app is told where, and no deployment has it.</summary>
[Trait("Kind", "Slow")]
public sealed class SecretTests
{
    [Fact]
    public async Task Settings_that_may_hold_a_secret_stand_in_no_history_of_deployments()
    {
        var template = await ArmTemplate.OfMainAsync();

        Assert.Equal("secureObject", Text((await BicepCompiler.MainAsync())["parameters"]!["extraSettings"]!["type"]));
        Assert.Equal("secureObject", Text(template.Module("app")["parameters"]!["extraSettings"]!["type"]));
        Assert.Equal("securestring", Text(template.Module("app")["parameters"]!["insightsConnectionString"]!["type"]));
    }

    [Fact]
    public async Task Of_a_secret_the_deployment_knows_the_name_alone()
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
    public async Task The_platform_reads_secrets_under_the_identity_of_the_app_which_may_read_them_where_there_are_any()
    {
        var template = await ArmTemplate.OfMainAsync();
        var site = Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites"));

        Assert.Equal("[parameters('identityId')]", Text(site["properties"]!["keyVaultReferenceIdentity"]));
        Assert.Equal(
            "[not(empty(parameters('vaultSettings')))]", Text((await BicepCompiler.MainAsync())["resources"]!["secrets"]!["condition"]));
        Assert.Contains("Key Vault Secrets User", RoleDefinition.All.Select(role => role.Name));
    }
}
