using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Intake;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>Queues, containers, keys and alerts are those that the code uses, and as it needs them.</summary>
public sealed partial class ResourceTests
{
    private const string Queue = "Microsoft.ServiceBus/namespaces/queues";
    private const string Account = "Microsoft.Storage/storageAccounts";
    private const string Container = "Microsoft.Storage/storageAccounts/blobServices/containers";
    private static readonly QueueOptions Defaults = new();

    [Fact]
    public async Task The_template_has_exactly_the_queues_of_the_program_and_their_failure_queues()
    {
        var template = await ArmTemplate.OfMainAsync();
        var triggers = FunctionCatalog.OfProgram().QueueFunctions.Select(function => function.QueueName).ToList();

        Assert.NotEmpty(triggers);
        Assert.Subset(QueueNames.All.Select(queue => queue.Name).ToHashSet(), triggers.ToHashSet());
        Assert.Equal(NamesWithFailures.Order(StringComparer.Ordinal), template.NamesOf("messaging", Queue).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_Service_Bus_queues_have_the_properties_of_the_embedded_queue()
    {
        var template = await ArmTemplate.OfMainAsync();
        foreach (var queue in template.ResourcesOf("messaging", Queue))
        {
            var properties = queue["properties"]!;
            var detectsDuplicates = DetectsDuplicates(ArmTemplate.LastName(ArmTemplate.Text(queue["name"])));
            Assert.Equal(detectsDuplicates, properties["requiresDuplicateDetection"]!.GetValue<bool>());
            TimeSpan? window = properties["duplicateDetectionHistoryTimeWindow"] is { } text ? Duration(text) : null;
            Assert.Equal(detectsDuplicates ? Defaults.DuplicateDetectionWindow : null, window);
            Assert.Equal(Defaults.LockDuration, Duration(properties["lockDuration"]));
            Assert.Equal(QueueLimits.MaxDeliveryCount, properties["maxDeliveryCount"]!.GetValue<int>());
            Assert.True(properties["deadLetteringOnMessageExpiration"]!.GetValue<bool>());
        }
    }

    /// <summary>What the program is told to send to is what the template makes, where the operator wants it.</summary>
    [Fact]
    public async Task The_topic_is_created_and_configured_only_if_the_operator_chooses_it()
    {
        var template = await ArmTemplate.OfMainAsync();
        var topic = Assert.Single(template.ResourcesOf("messaging", "Microsoft.ServiceBus/namespaces/topics"));

        Assert.Equal("[parameters('withTopic')]", ArmTemplate.Text(topic["condition"]));
        Assert.Contains("'certificate-events'", ArmTemplate.Text(topic["name"]), StringComparison.Ordinal);
        Assert.Equal(
            "[parameters('eventTopic')]", ArmTemplate.Text(template.Module("app")["variables"]!["settings"]!["Divoc__Events__Topic"]));
        Assert.Equal(
            "[if(parameters('eventTopic'), createObject('value', 'certificate-events'), createObject('value', ''))]",
            ArmTemplate.Text(template.ArgumentsOf("app")["eventTopic"]));
        Assert.False((await BicepCompiler.MainAsync())["parameters"]!["eventTopic"]!["defaultValue"]!.GetValue<bool>());
    }

    [Fact]
    public void The_local_emulator_gets_the_same_queues()
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "samples", "service-bus-emulator.json")))!;
        var queues = config["UserConfig"]!["Namespaces"]![0]!["Queues"]!.AsArray();

        Assert.Equal(NamesWithFailures, queues.Select(queue => ArmTemplate.Text(queue!["Name"])));
        var topics = config["UserConfig"]!["Namespaces"]![0]!["Topics"]!.AsArray();
        Assert.Equal(["certificate-events"], topics.Select(topic => ArmTemplate.Text(topic!["Name"])));
        foreach (var queue in queues)
        {
            var properties = queue!["Properties"]!;
            Assert.Equal(DetectsDuplicates(ArmTemplate.Text(queue["Name"])), properties["RequiresDuplicateDetection"]!.GetValue<bool>());
            Assert.Equal(Defaults.LockDuration, Duration(properties["LockDuration"]));
            Assert.Equal(QueueLimits.MaxDeliveryCount, properties["MaxDeliveryCount"]!.GetValue<int>());
        }
    }

    [Fact]
    public void The_host_renews_locks_for_the_maximum_run_time_of_a_function()
    {
        var rules = HostRules.Read(AppContext.BaseDirectory);
        Assert.True(rules.MaxAutoLockRenewalDuration >= rules.FunctionTimeout);
    }

    [Fact]
    public async Task The_account_of_the_certificates_has_exactly_the_containers_of_the_store()
    {
        var template = await ArmTemplate.OfMainAsync();

        Assert.Equal(
            ArtifactContainers.All.Order(StringComparer.Ordinal),
            template.NamesOf("certificateStorage", Container).Order(StringComparer.Ordinal));
        Assert.Empty(template.NamesOf("hostStorage", Container).Intersect(ArtifactContainers.All));
    }

    [Fact]
    public async Task The_immutability_policy_applies_only_to_the_certificates()
    {
        var template = await ArmTemplate.OfMainAsync();
        var module = template.ResourcesOf("certificateStorage", ArmTemplate.DeploymentType)
            .Single(module => module.ToJsonString().Contains("immutabilityPolicies", StringComparison.Ordinal));

        Assert.Equal(ArtifactContainers.Certificates, ArmTemplate.Text(module["properties"]!["parameters"]!["containerName"]!["value"]));
        Assert.Equal(0, (await BicepCompiler.MainAsync())["parameters"]!["immutabilityDays"]!["defaultValue"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_lifecycle_rule_deletes_only_data_that_is_no_longer_read()
    {
        var template = await ArmTemplate.OfMainAsync();
        var rules = LifecycleRulesOf(template);
        var deleting = rules.Where(rule => rule!["definition"]!["actions"]!["baseBlob"]?["delete"] is not null).ToList();

        var rule = Assert.Single(deleting)!;
        Assert.Equal($"{ArtifactContainers.Registry}/idempotency/", ArmTemplate.Text(rule["definition"]!["filters"]!["prefixMatch"]![0]));
        var days = rule["definition"]!["actions"]!["baseBlob"]!["delete"]!["daysAfterModificationGreaterThan"]!.GetValue<int>();
        var longest = new IntakeOptions { IdempotencyWindow = TimeSpan.FromDays(days) };
        Assert.True(
            new IntakeOptionsValidator(OwnTypes.Catalogue).Validate(null, longest).Failed,
            "An operator may have keys remembered for longer than they lie there.");
    }

    [Fact]
    public async Task Old_versions_of_frequently_rewritten_blobs_are_kept_for_at_most_a_day()
    {
        var template = await ArmTemplate.OfMainAsync();
        var rules = LifecycleRulesOf(template);
        var rule = Assert.Single(
            rules, rule => rule!["definition"]!["actions"]!["version"]?["delete"]!["daysAfterCreationGreaterThan"]!.ToString() == "1")!;

        Assert.Equal(
            new[] { "signers", "usage", "health", "activity", "sweeps" }.Select(folder => $"{ArtifactContainers.Registry}/{folder}/"),
            rule["definition"]!["filters"]!["prefixMatch"]!.AsArray().Select(ArmTemplate.Text));
        Assert.Null(rule["definition"]!["actions"]!["baseBlob"]);
    }

    [Theory]
    [InlineData("hostStorage")]
    [InlineData("certificateStorage")]
    public async Task Storage_allows_no_account_keys_and_no_public_access(string module)
    {
        var properties = Assert.Single((await ArmTemplate.OfMainAsync()).ResourcesOf(module, Account))["properties"]!;

        Assert.False(properties["allowSharedKeyAccess"]!.GetValue<bool>());
        Assert.False(properties["allowBlobPublicAccess"]!.GetValue<bool>());
        Assert.True(properties["supportsHttpsTrafficOnly"]!.GetValue<bool>());
        Assert.Equal("TLS1_2", ArmTemplate.Text(properties["minimumTlsVersion"]));
    }

    [Fact]
    public async Task Deleted_certificates_and_their_versions_can_be_recovered()
    {
        var blobs = Assert.Single(
            (await ArmTemplate.OfMainAsync()).ResourcesOf("certificateStorage", $"{Account}/blobServices"))["properties"]!;

        Assert.True(blobs["isVersioningEnabled"]!.GetValue<bool>());
        Assert.True(blobs["deleteRetentionPolicy"]!["enabled"]!.GetValue<bool>());
        Assert.True(blobs["containerDeleteRetentionPolicy"]!["enabled"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Service_Bus_and_telemetry_accept_only_the_identity()
    {
        var template = await ArmTemplate.OfMainAsync();
        var bus = Assert.Single(template.ResourcesOf("messaging", "Microsoft.ServiceBus/namespaces"))["properties"]!;

        Assert.True(bus["disableLocalAuth"]!.GetValue<bool>());
        Assert.Equal("1.2", ArmTemplate.Text(bus["minimumTlsVersion"]));
        Assert.True(
            Assert.Single(template.ResourcesOf("monitoring", "Microsoft.Insights/components"))["properties"]!["DisableLocalAuth"]!
                .GetValue<bool>());
    }

    [Fact]
    public async Task The_vault_has_purge_protection_and_one_key_of_each_kind()
    {
        var template = await ArmTemplate.OfMainAsync();
        var vault = Assert.Single(template.ResourcesOf("vault", "Microsoft.KeyVault/vaults"))["properties"]!;
        var keys = template.ResourcesOf("vault", "Microsoft.KeyVault/vaults/keys").Select(key => key["properties"]!).ToList();

        Assert.True(vault["enablePurgeProtection"]!.GetValue<bool>());
        Assert.True(vault["enableRbacAuthorization"]!.GetValue<bool>());
        Assert.Equal(2048, Assert.Single(keys, key => key["keySize"] is not null)["keySize"]!.GetValue<int>());
        Assert.Equal("P-256", ArmTemplate.Text(Assert.Single(keys, key => key["curveName"] is not null)["curveName"]));
        Assert.All(keys, key => Assert.Equal(["sign", "verify"], key["keyOps"]!.AsArray().Select(ArmTemplate.Text)));
    }

    [Fact]
    public async Task The_app_runs_on_Flex_Consumption_with_the_framework_of_the_program_and_the_identity()
    {
        var template = await ArmTemplate.OfMainAsync();
        var app = Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites"));
        var runtime = app["properties"]!["functionAppConfig"]!["runtime"]!;

        Assert.Equal("FC1", ArmTemplate.Text(Assert.Single(template.ResourcesOf("app", "Microsoft.Web/serverfarms"))["sku"]!["name"]));
        Assert.Equal("dotnet-isolated", ArmTemplate.Text(runtime["name"]));
        Assert.Equal($"{Environment.Version.Major}.0", ArmTemplate.Text(runtime["version"]));
        Assert.Equal("UserAssigned", ArmTemplate.Text(app["identity"]!["type"]));
        Assert.True(app["properties"]!["httpsOnly"]!.GetValue<bool>());
        Assert.All(
            template.ResourcesOf("app", "Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            policy => Assert.False(policy["properties"]!["allow"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Alerts_watch_the_length_and_size_of_every_queue()
    {
        var template = await ArmTemplate.OfMainAsync();
        var sizes = template.ResourcesOf("messaging", Queue).ToDictionary(
            queue => ArmTemplate.LastName(ArmTemplate.Text(queue["name"])),
            queue => queue["properties"]!["maxSizeInMegabytes"]!.GetValue<int>());
        var watched = template.Module("alerts")["variables"]!.AsObject().Select(variable => variable.Value).OfType<JsonArray>()
            .Single(list => list[0]?["megabytes"] is not null)
            .Select(queue => (Name: ArmTemplate.Text(queue!["name"]), Megabytes: queue["megabytes"]!.GetValue<int>())).ToList();

        Assert.Equal(QueueNames.All.Select(queue => (queue.Name, sizes[queue.Name])), watched);
        Assert.Equal(
            "[equals(parameters('sharedData'), null())]",
            ArmTemplate.Text(template.ArgumentsOf("alerts")["watchesQueues"]!["value"]));
    }

    [Fact]
    public async Task Alert_queries_use_metrics_that_the_program_has()
    {
        var template = await ArmTemplate.OfMainAsync();
        var queries = template.Module("alerts")["variables"]!["logAlerts"]!.AsArray()
            .Select(alert => ArmTemplate.Text(alert!["query"])).ToList();
        var asked = queries.SelectMany(query => MetricName().Matches(query)).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(InstrumentNames()));
    }

    [Fact]
    public async Task The_workbook_is_deployed_exactly_as_in_its_file()
    {
        var monitoring = (await ArmTemplate.OfMainAsync()).Module("monitoring");
        var file = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "infra", "dashboards", "workbook.json"), TestContext.Current.CancellationToken);

        Assert.Single((await ArmTemplate.OfMainAsync()).ResourcesOf("monitoring", "Microsoft.Insights/workbooks"));
        Assert.Contains(
            file,
            monitoring["variables"]!.AsObject()
                .Select(variable => variable.Value)
                .OfType<JsonValue>()
                .Where(value => value.GetValueKind() == System.Text.Json.JsonValueKind.String)
                .Select(ArmTemplate.Text));
    }

    [Fact]
    public async Task Azd_finds_the_template_the_parameters_and_the_app()
    {
        var azure = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "azure.yaml"), TestContext.Current.CancellationToken);
        var tags = ArmTemplate.Text((await ArmTemplate.OfMainAsync()).ArgumentsOf("app")["tags"]!["value"]);

        Assert.Contains("path: infra/bicep\n", azure, StringComparison.Ordinal);
        Assert.Contains("module: main\n", azure, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(BicepCompiler.Folder, "main.bicepparam")));
        Assert.Contains("createObject('azd-service-name', 'certificates')", tags, StringComparison.Ordinal);
        Assert.Contains("services:\n  certificates:\n", azure, StringComparison.Ordinal);
    }

    private static JsonArray LifecycleRulesOf(ArmTemplate template)
    {
        var policy = Assert.Single(template.ResourcesOf("certificateStorage", $"{Account}/managementPolicies"));
        return policy["properties"]!["policy"]!["rules"]!.AsArray();
    }

    private static IEnumerable<string> NamesWithFailures =>
        QueueNames.All.SelectMany(queue => new[] { queue.Name, FailuresQueue.NameOf(queue.Name) });

    /// <summary>A move to a failures queue may be repeated, whatever the queue.</summary>
    private static bool DetectsDuplicates(string name) =>
        QueueNames.All.FirstOrDefault(queue => queue.Name == name)?.DetectsDuplicates ?? true;

    private static TimeSpan Duration(JsonNode? text) => XmlConvert.ToTimeSpan(ArmTemplate.Text(text));

    private static List<string> InstrumentNames()
    {
        var names = new List<string>();
        using var listener = new MeterListener();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == CertificateMetrics.MeterName)
            {
                lock (names)
                {
                    names.Add(instrument.Name);
                }
            }
        };
        listener.Start();
        using var metrics = new CertificateMetrics(services.GetRequiredService<IMeterFactory>());
        lock (names)
        {
            return [.. names];
        }
    }

    [GeneratedRegex(@"divoc\.[a-z_.]+")]
    private static partial Regex MetricName();
}
