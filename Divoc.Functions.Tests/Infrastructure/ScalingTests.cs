namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>How many instances there are, and how fast new keys sign.</summary>
public sealed class ScalingTests
{
    [Fact]
    public async Task The_platform_can_read_the_length_of_each_trigger_queue_if_the_operator_chooses_it()
    {
        var template = await ArmTemplate.OfMainAsync();
        var owners = template.ResourcesOf("messaging", "Microsoft.Authorization/roleAssignments")
            .Where(role => role["properties"]!["roleDefinitionId"]!.ToString().Contains("serviceBusDataOwner", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(5, owners.Count);
        Assert.All(owners, owner => Assert.Equal("[parameters('ownsQueues')]", ArmTemplate.Text(owner["condition"])));
        Assert.Equal(5, owners.Select(owner => ArmTemplate.Text(owner["scope"])).Distinct().Count());
        Assert.Equal("[parameters('scaleByQueueLength')]", ArmTemplate.Text(template.ArgumentsOf("messaging")["ownsQueues"]!["value"]));
        Assert.True((await ParameterFile.OfAsync("prod.bicepparam"))["scaleByQueueLength"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Instance_count_instance_memory_and_messaging_units_are_parameters()
    {
        var main = await BicepCompiler.MainAsync();
        var template = await ArmTemplate.OfMainAsync();
        var app = Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites"))["properties"]!;
        var scale = app["functionAppConfig"]!["scaleAndConcurrency"]!;

        Assert.Equal("[parameters('alwaysReady')]", ArmTemplate.Text(scale["alwaysReady"]));
        Assert.Equal("[parameters('instanceMemory')]", ArmTemplate.Text(scale["instanceMemoryMB"]));
        Assert.Equal("[parameters('messagingUnits')]", ArmTemplate.Text(template.ArgumentsOf("messaging")["units"]!["value"]));
        Assert.Equal(
            [512, 2048, 4096],
            main["parameters"]!["instanceMemory"]!["allowedValues"]!.AsArray().Select(value => value!.GetValue<int>()));
        Assert.Equal(
            [1, 2, 4, 8, 16],
            main["parameters"]!["messagingUnits"]!["allowedValues"]!.AsArray().Select(value => value!.GetValue<int>()));
    }

    [Fact]
    public async Task Several_vaults_share_the_signing_if_the_operator_chooses_it()
    {
        var main = await BicepCompiler.MainAsync();
        var template = await ArmTemplate.OfMainAsync();
        var settings = template.Module("app")["variables"]!["settings"]!;
        var (first, further) = (template.ArgumentsOf("vault"), template.ArgumentsOf("furtherVaults"));

        Assert.Equal(1, main["parameters"]!["signingVaults"]!["defaultValue"]!.GetValue<int>());
        Assert.Equal(
            "[join(concat(parameters('signingKeyUrls'), flatten(parameters('furtherKeyUrls'))), ',')]",
            ArmTemplate.Text(settings["Divoc__KeyVault__Keys"]));
        Assert.Equal(
            "[length(range(0, sub(parameters('signingVaults'), 1)))]",
            ArmTemplate.Text(template.ArgumentsOf("app")["furtherKeyUrls"]!["copy"]![0]!["count"]));
        Assert.Equal(
            first.Select(argument => argument.Key).Order(StringComparer.Ordinal),
            further.Select(argument => argument.Key).Order(StringComparer.Ordinal));
        Assert.All(
            first.Where(argument => argument.Key != "name"), argument => Assert.Equal($"{argument.Value}", $"{further[argument.Key]}"));
    }

    [Fact]
    public async Task Requests_are_kept_without_limit_or_for_a_number_of_days_that_the_program_accepts()
    {
        var main = await BicepCompiler.MainAsync();
        var template = await ArmTemplate.OfMainAsync();
        var setting = ArmTemplate.Text(template.Module("app")["variables"]!["settings"]!["Divoc__Intake__KeepRequests"]);
        var given = ArmTemplate.Text(template.ArgumentsOf("app")["keepRequestsDays"]);

        Assert.Equal(0, main["parameters"]!["keepRequestsDays"]!["defaultValue"]!.GetValue<int>());
        Assert.Equal(
            "[if(equals(parameters('keepRequestsDays'), 0), '', format('{0}.00:00:00', parameters('keepRequestsDays')))]", setting);
        Assert.Matches(@"^\[if\(and\(greater\(.*, 0\), less\(.*, 30\)\), createObject\('value', fail\(", given);
    }

    [Fact]
    public async Task Keys_are_not_rotated_by_policy_unless_the_operator_chooses_it()
    {
        var main = await BicepCompiler.MainAsync();
        var template = await ArmTemplate.OfMainAsync();

        Assert.False(main["parameters"]!["rotateKeys"]!["defaultValue"]!.GetValue<bool>());
        Assert.False((await ParameterFile.OfAsync("prod.bicepparam"))["rotateKeys"]!.GetValue<bool>());
        Assert.All(
            template.ResourcesOf("vault", "Microsoft.KeyVault/vaults/keys").Select(key => key["properties"]!["rotationPolicy"]!.ToString()),
            policy => Assert.Equal("[if(parameters('rotateKeys'), variables('rotation'), null())]", policy));
    }

    [Fact]
    public async Task In_production_a_new_key_is_published_for_weeks_before_it_signs()
    {
        var settings = (await ArmTemplate.OfMainAsync()).Module("app")["variables"]!["settings"]!;

        Assert.Equal(
            "[format('{0}.00:00:00', parameters('keyPublicationDays'))]", ArmTemplate.Text(settings["Divoc__KeyVault__PublishBeforeUse"]));
        Assert.InRange((await ParameterFile.OfAsync("prod.bicepparam"))["keyPublicationDays"]!.GetValue<int>(), 14, 30);
    }
}
