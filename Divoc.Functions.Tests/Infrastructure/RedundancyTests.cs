using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>What survives a zone, a region and a slip of the hand, and what production asks for.</summary>
public sealed class RedundancyTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";
    private const string Assignment = "Microsoft.Authorization/roleAssignments";
    private const string Lock = "Microsoft.Authorization/locks";

    [Fact]
    public async Task Production_is_zone_redundant_and_protected_against_accidental_deletion()
    {
        var production = await ParameterFile.OfAsync("prod.bicepparam");

        Assert.True(production["zoneRedundant"]!.GetValue<bool>());
        Assert.True(production["deleteLocks"]!.GetValue<bool>());
        Assert.Contains("ZRS", ArmTemplate.Text(production["hostStorageSku"]), StringComparison.Ordinal);
        Assert.Contains("ZRS", ArmTemplate.Text(production["certificateStorageSku"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_is_zone_redundant_if_the_operator_chooses_it()
    {
        var template = await ArmTemplate.OfMainAsync();

        Assert.Equal(
            "[parameters('zoneRedundant')]",
            ArmTemplate.Text(Assert.Single(template.ResourcesOf("app", "Microsoft.Web/serverfarms"))["properties"]!["zoneRedundant"]));
        Assert.Equal("[parameters('zoneRedundant')]", ArmTemplate.Text(template.ArgumentsOf("app")["zoneRedundant"]!["value"]));
    }

    [Fact]
    public async Task The_keys_of_callers_can_be_recovered()
    {
        var template = await ArmTemplate.OfMainAsync();
        var blobs = Assert.Single(template.ResourcesOf("hostStorage", $"{Account}/blobServices"))["properties"]!;

        Assert.True(blobs["isVersioningEnabled"]!.GetValue<bool>());
        Assert.True(blobs["deleteRetentionPolicy"]!["enabled"]!.GetValue<bool>());
        Assert.True(blobs["containerDeleteRetentionPolicy"]!["enabled"]!.GetValue<bool>());
        Assert.Equal("[parameters('hostStorageSku')]", ArmTemplate.Text(template.ArgumentsOf("hostStorage")["sku"]!["value"]));
    }

    [Theory]
    [InlineData("hostStorage")]
    [InlineData("certificateStorage")]
    [InlineData("messaging")]
    [InlineData("vault")]
    public async Task Resources_that_contain_data_can_be_locked(string module)
    {
        var template = await ArmTemplate.OfMainAsync();
        var taken = Assert.Single(template.ResourcesOf(module, Lock));

        Assert.Equal("[parameters('locked')]", ArmTemplate.Text(taken["condition"]));
        Assert.Equal("CanNotDelete", ArmTemplate.Text(taken["properties"]!["level"]));
        Assert.Equal("[parameters('deleteLocks')]", ArmTemplate.Text(template.ArgumentsOf(module)["locked"]!["value"]));
    }

    [Fact]
    public async Task Service_Bus_replicates_each_message_to_a_second_region_only_in_the_Premium_tier()
    {
        var template = await ArmTemplate.OfMainAsync();
        var bus = Assert.Single(template.ResourcesOf("messaging", "Microsoft.ServiceBus/namespaces"))["properties"]!;
        var region = ArmTemplate.Text(template.ArgumentsOf("messaging")["secondaryLocation"]);

        Assert.StartsWith(
            "[if(empty(parameters('secondaryLocation')), null(), createObject('maxReplicationLagDurationInSeconds', 0, 'locations', ",
            ArmTemplate.Text(bus["geoDataReplication"]),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "[if(or(empty(parameters('secondaryLocation')), parameters('privateNetworking')), "
                + "createObject('value', parameters('secondaryLocation')), createObject('value', fail('",
            region,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standby_uses_the_data_of_another_environment_and_creates_none()
    {
        var main = await BicepCompiler.MainAsync();
        var template = await ArmTemplate.OfMainAsync();
        var resources = main["resources"]!;

        Assert.Equal("[equals(parameters('sharedData'), null())]", ArmTemplate.Text(resources["certificateStorage"]!["condition"]));
        Assert.Equal("[equals(parameters('sharedData'), null())]", ArmTemplate.Text(resources["messaging"]!["condition"]));
        Assert.Equal("[not(equals(parameters('sharedData'), null()))]", ArmTemplate.Text(resources["shared"]!["condition"]));
        Assert.Equal("[equals(parameters('sharedData'), null())]", ArmTemplate.Text(template.ArgumentsOf("vault")["withKeys"]!["value"]));
        Assert.All(
            template.ResourcesOf("vault", "Microsoft.KeyVault/vaults/keys"),
            key => Assert.Equal("[parameters('withKeys')]", ArmTemplate.Text(key["condition"])));
        Assert.Contains(
            "reference('shared'), null()), 'outputs', 'blobUrl', 'value')",
            ArmTemplate.Text(template.ArgumentsOf("app")["certificateStorageUrl"]!["value"]),
            StringComparison.Ordinal);
        Assert.Contains(
            "reference('shared'), null()), 'outputs', 'serviceBusHost', 'value')",
            ArmTemplate.Text(template.ArgumentsOf("app")["serviceBusHost"]!["value"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standby_is_stopped_and_sends_no_alerts()
    {
        var template = await ArmTemplate.OfMainAsync();

        foreach (var module in new[] { "app", "alerts" })
        {
            Assert.Equal("[not(parameters('standby'))]", ArmTemplate.Text(template.ArgumentsOf(module)["running"]!["value"]));
        }

        Assert.Equal(
            "[parameters('running')]",
            ArmTemplate.Text(Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites"))["properties"]!["enabled"]));
        foreach (var type in new[] { "Microsoft.Insights/scheduledQueryRules", "Microsoft.Insights/metricAlerts" })
        {
            Assert.All(
                template.ResourcesOf("alerts", type),
                alert => Assert.Equal("[parameters('running')]", ArmTemplate.Text(alert["properties"]!["enabled"])));
        }
    }

    [Fact]
    public async Task A_standby_gets_the_roles_for_the_data_of_the_other_environment()
    {
        var template = await ArmTemplate.OfMainAsync();
        var assignments = template.ResourcesOf("shared", Assignment);
        var roles = template.Module("shared")["variables"]!["busRoles"]!.ToJsonString();

        Assert.Equal(2, assignments.Count);
        Assert.All(
            assignments,
            assignment => Assert.Equal("[parameters('principalId')]", ArmTemplate.Text(assignment["properties"]!["principalId"])));
        Assert.All(assignments, assignment => Assert.NotNull(assignment["scope"]));
        Assert.All(
            new[] { "serviceBusDataSender", "serviceBusDataReceiver", "serviceBusDataOwner" },
            role => Assert.Contains(role, roles, StringComparison.Ordinal));
    }

    /// <summary>The second of two connections that are made to an account at once fails.</summary>
    [Fact]
    public async Task The_connections_of_an_account_are_created_one_after_the_other()
    {
        var copy = Assert.Single((await ArmTemplate.OfMainAsync()).ResourcesOf("hostStorage", ArmTemplate.DeploymentType))["copy"]!;

        Assert.Equal(("serial", 1), (ArmTemplate.Text(copy["mode"]), copy["batchSize"]!.GetValue<int>()));
    }

    [Fact]
    public async Task No_blob_moves_to_a_cooler_tier()
    {
        var policies = (await ArmTemplate.OfMainAsync()).ResourcesOf("certificateStorage", $"{Account}/managementPolicies");

        Assert.DoesNotContain("tierTo", Assert.Single(policies).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_was_locked_manually_is_not_changed()
    {
        var module = await ImmutabilityAsync();
        var policy = Resources(module["properties"]!["template"]!)
            .Single(resource => ArmTemplate.Text(resource["type"]).EndsWith("/immutabilityPolicies", StringComparison.Ordinal));

        Assert.Contains(
            "immutabilityPolicy",
            ArmTemplate.Text(module["properties"]!["parameters"]!["state"]!["value"]),
            StringComparison.Ordinal);
        Assert.Equal(
            "[and(greater(parameters('days'), 0), not(equals(parameters('state'), 'Locked')))]",
            ArmTemplate.Text(policy["condition"]));
    }

    [Fact]
    public async Task A_disabled_policy_that_still_exists_stops_the_deployment_and_the_message_has_the_delete_command()
    {
        var template = (await ImmutabilityAsync())["properties"]!["template"]!;
        var output = ArmTemplate.Text(template["outputs"]!["before"]!["value"]);

        Assert.Equal(
            "[if(and(equals(parameters('days'), 0), equals(parameters('state'), 'Unlocked')), "
                + "fail(variables('refusal')), parameters('state'))]",
            output);
        Assert.Contains("az storage container immutability-policy delete", template["variables"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<JsonObject> ImmutabilityAsync()
    {
        return (await ArmTemplate.OfMainAsync()).ResourcesOf("certificateStorage", ArmTemplate.DeploymentType)
            .Single(module => module.ToJsonString().Contains("immutabilityPolicies", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonObject> Resources(JsonNode template) => template["resources"] switch
    {
        JsonObject named => named.Select(pair => pair.Value!.AsObject()),
        JsonArray listed => listed.Select(resource => resource!.AsObject()),
        _ => [],
    };
}
