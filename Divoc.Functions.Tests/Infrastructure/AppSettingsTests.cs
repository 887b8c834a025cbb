using System.Reflection;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>What the program needs to be told is told, by the template in Azure and by the sample on a laptop.</summary>
public sealed class AppSettingsTests
{
    [Fact]
    public async Task The_template_sets_values_that_the_validators_of_the_program_accept()
    {
        Assert.Empty((await AppSettings.OfTemplateAsync()).Faults());
    }

    [Fact]
    public void Incomplete_settings_are_reported_as_invalid()
    {
        var faults = new AppSettings(new Dictionary<string, string>()).Faults().ToList();

        Assert.Contains(faults, fault => fault.Contains("Divoc:Storage:AccountUrl", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Set ServiceBus to ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_template_leaves_no_setting_at_a_sample_value()
    {
        Assert.NotEmpty(new AppSettings(new Dictionary<string, string>()).SampleValuesInUse());
        Assert.Empty((await AppSettings.OfTemplateAsync()).SampleValuesInUse());
    }

    [Fact]
    public async Task Template_and_sample_set_only_names_that_the_program_reads()
    {
        Assert.Equal(
            ["Divoc__Storage__Nonsense"],
            new AppSettings(new Dictionary<string, string> { ["Divoc__Storage__Nonsense"] = "1" }).UnknownNames());
        Assert.Empty((await AppSettings.OfTemplateAsync()).UnknownNames());
        Assert.Empty(AppSettings.OfSample().UnknownNames());
    }

    [Fact]
    public async Task The_app_gets_exactly_these_settings_and_the_additions_of_the_operator()
    {
        var template = await ArmTemplate.OfMainAsync();
        var config = Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites/config"));

        Assert.Equal("appsettings", ArmTemplate.LastName(ArmTemplate.Text(config["name"])));
        var properties = ArmTemplate.Text(config["properties"]);
        Assert.StartsWith("[union(variables('settings'), createObject('Divoc__PublicBaseUrl', ", properties, StringComparison.Ordinal);
        Assert.Contains("'Divoc__Issuer__VerificationMethod', ", properties, StringComparison.Ordinal);
        Assert.EndsWith(", parameters('vaultReferences'), parameters('extraSettings'))]", properties, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_of_every_trigger_uses_the_managed_identity()
    {
        var settings = (await AppSettings.OfTemplateAsync()).Values;
        foreach (var connection in Connections())
        {
            Assert.Contains($"{connection}__fullyQualifiedNamespace", settings.Keys);
            Assert.Equal("managedidentity", settings[$"{connection}__credential"]);
            Assert.Contains($"{connection}__clientId", settings.Keys);
            Assert.Contains(connection, AppSettings.OfSample().Values.Keys);
        }
    }

    [Fact]
    public async Task The_app_signs_with_both_keys_of_the_vault()
    {
        var template = await ArmTemplate.OfMainAsync();
        var settings = template.Module("app")["variables"]!["settings"]!;

        Assert.Equal(
            "[join(concat(parameters('signingKeyUrls'), flatten(parameters('furtherKeyUrls'))), ',')]",
            ArmTemplate.Text(settings["Divoc__KeyVault__Keys"]));
        var keys = template.ArgumentsOf("app")["signingKeyUrls"]!["value"]!.ToJsonString();
        Assert.Contains("rsaKeyUrl", keys, StringComparison.Ordinal);
        Assert.Contains("ellipticKeyUrl", keys, StringComparison.Ordinal);
    }

    /// <summary>The program sends nothing where the setting is empty, so that the template may always have it.</summary>
    [Fact]
    public async Task The_app_sends_OTLP_only_to_the_configured_collector()
    {
        var template = await ArmTemplate.OfMainAsync();

        Assert.Equal(
            "[parameters('otlpEndpoint')]",
            ArmTemplate.Text(template.Module("app")["variables"]!["settings"]!["OTEL_EXPORTER_OTLP_ENDPOINT"]));
        Assert.Equal("[parameters('otlpEndpoint')]", ArmTemplate.Text(template.ArgumentsOf("app")["otlpEndpoint"]!["value"]));
        Assert.Equal("", ArmTemplate.Text((await BicepCompiler.MainAsync())["parameters"]!["otlpEndpoint"]!["defaultValue"]));
    }

    /// <summary>What it has of its own stands in functionAppConfig; the same elsewhere ends the deployment.</summary>
    [Fact]
    public async Task The_template_sets_nothing_that_Flex_Consumption_refuses()
    {
        string[] settings =
        [
            "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTSHARE",
            "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
        ];
        string[] properties =
        [
            "alwaysOn", "ftpsState", "linuxFxVersion", "netFrameworkVersion", "use32BitWorkerProcess", "preWarmedInstanceCount",
            "functionsRuntimeScaleMonitoringEnabled",
        ];
        var site = Assert.Single((await ArmTemplate.OfMainAsync()).ResourcesOf("app", "Microsoft.Web/sites"))["properties"]!;

        Assert.Empty((await AppSettings.OfTemplateAsync()).Values.Keys.Intersect(settings));
        Assert.Empty(site["siteConfig"]!.AsObject().Select(property => property.Key).Intersect(properties));
        Assert.Equal("dotnet-isolated", ArmTemplate.Text(site["functionAppConfig"]!["runtime"]!["name"]));
    }

    [Fact]
    public async Task No_setting_of_the_template_holds_a_key()
    {
        var settings = (await AppSettings.OfTemplateAsync()).Values;

        Assert.Contains("AzureWebJobsStorage__accountName", settings.Keys);
        Assert.DoesNotContain("AzureWebJobsStorage", settings.Keys);
        Assert.DoesNotContain(
            settings,
            setting => setting.Key.EndsWith("ConnectionString", StringComparison.Ordinal)
                || setting.Value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase));
        Assert.EndsWith(
            "Authorization=AAD",
            ArmTemplate.Text(
                (await ArmTemplate.OfMainAsync()).Module("app")["variables"]!["settings"]!["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"])
                .Split('\'')[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_settings_are_sufficient_on_a_laptop_and_mark_their_sample_values()
    {
        var sample = AppSettings.OfSample();

        Assert.Empty(sample.Faults());
        Assert.Equal("dotnet-isolated", sample.Values["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("Development", sample.Values["AZURE_FUNCTIONS_ENVIRONMENT"]);
        Assert.Contains("AzureWebJobsStorage", sample.Values.Keys);
        var explained = AppSettings.Sample()["Explained"]!.AsObject();
        Assert.All(
            sample.SampleValuesInUse().Where(name => name != "Divoc:PublicBaseUrl"),
            name => Assert.Contains(
                "sample value",
                ArmTemplate.Text(explained[name.Replace(":", "__", StringComparison.Ordinal)]),
                StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_sample_settings_contain_and_explain_every_program_setting_of_the_template()
    {
        var sample = AppSettings.OfSample().Values.Keys;
        var explained = AppSettings.Sample()["Explained"]!.AsObject().Select(pair => pair.Key);
        string[] onlyInAzure = ["Divoc__Storage__AccountUrl", "Divoc__TimeZone", "Divoc__KeyVault__PublishBeforeUse"];

        Assert.Equal(sample.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
        var needed = (await AppSettings.OfTemplateAsync()).Values.Keys.Where(name => name.StartsWith("Divoc__", StringComparison.Ordinal));
        Assert.Empty(needed.Except(sample).Except(onlyInAzure));
    }

    private static List<string> Connections()
    {
        var connections = typeof(EmbeddedHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.Connection)
            .OfType<string>()
            .Distinct()
            .ToList();
        Assert.NotEmpty(connections);
        return connections;
    }
}
