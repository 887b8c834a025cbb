using System.Text.Json.Nodes;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>
/// The program without Azure Functions: the container is closed, and the cluster's file fits to it, to the program and to the schemas.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class ContainerTests
{
    private const string User = "1654";

    [Fact]
    public async Task Manifest_and_Dockerfile_are_valid()
    {
        var files = await ContainerFiles.ReadAsync();

        Assert.Empty(files.Faults);
        Assert.Equal(
            [
                "Namespace", "ServiceAccount", "ConfigMap", "Deployment", "Service", "Ingress", "NetworkPolicy", "PodDisruptionBudget",
                "TriggerAuthentication", "ScaledObject",
            ],
            files.Objects.Select(item => item["kind"]!.GetValue<string>()));
        Assert.All(files.Objects, item => Assert.Equal("certificates", item["metadata"]!["name"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("              port: health\n", "              port: {}\n", "port")]
    [InlineData("  scaleTargetRef:\n    name: certificates\n", "  scaleTargetRef: {}\n", "scaleTargetRef")]
    [InlineData("            pathType: Prefix\n", "            pathType: Beginning\n", "pathType")]
    [InlineData(
        "          whenUnsatisfiable: ScheduleAnyway\n          labelSelector:\n            matchLabels:\n              "
        + "app.kubernetes.io/name: certificates\n        - maxSkew",
        "          labelSelector: {}\n        - maxSkew",
        "whenUnsatisfiable")]
    [InlineData("  policyTypes: [Ingress, Egress]\n", "  policyTypes: Ingress\n", "policyTypes")]
    [InlineData("  minReplicaCount: 2\n", "  minReplicaCount: two\n", "minReplicaCount")]
    public async Task Manifests_that_violate_the_schemas_are_detected(string good, string bad, string told)
    {
        using var folder = new TemporaryFolder();
        var text = await File.ReadAllTextAsync(ContainerFiles.Manifest, TestContext.Current.CancellationToken);
        Assert.Contains(good, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            folder.PathOf("bad.yaml"), text.Replace(good, bad, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Contains(
            told,
            string.Join('\n', (await ContainerFiles.ReadAsync(folder.PathOf("bad.yaml"), ContainerFiles.Dockerfile)).Faults),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_Dockerfile_is_detected()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.PathOf("Dockerfile"), "FROM scratch\nUSERS app\n", TestContext.Current.CancellationToken);
        Assert.Contains(
            "USERS",
            string.Join('\n', (await ContainerFiles.ReadAsync(ContainerFiles.Manifest, folder.PathOf("Dockerfile"))).Faults),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_image_runs_the_program_as_a_non_root_user_and_checks_its_health()
    {
        var instructions = (await ContainerFiles.ReadAsync()).Instructions;

        Assert.Equal(2, instructions.Count(line => line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.All(
            instructions.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)),
            line => Assert.Matches("@sha256:[0-9a-f]{64}( AS build)?$", line));
        Assert.Contains(
            $"aspnet:{Environment.Version.Major}.0",
            instructions.Last(line => line.StartsWith("FROM ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal("USER $APP_UID", Assert.Single(instructions, line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.True(
            instructions.ToList().IndexOf("USER $APP_UID")
                < instructions.ToList().FindIndex(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)));
        Assert.Contains(
            "Divoc.Functions.dll",
            Assert.Single(instructions, line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains(
            "/health/live",
            Assert.Single(instructions, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.DoesNotContain(instructions, line => line.StartsWith("ADD ", StringComparison.Ordinal));

        // A path that begins with a slash is of the image's first stage.
        var sources = instructions.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]);
        Assert.All(
            sources.Where(source => !source.StartsWith('/')),
            source => Assert.True(Path.Exists(Path.Combine(SharedData.RepositoryRoot, source)), source));
    }

    [Fact]
    public async Task The_image_contains_everything_that_the_build_needs()
    {
        var copied = string.Join(
            ' ', (await ContainerFiles.ReadAsync()).Instructions.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)));
        var project = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Divoc.Functions.csproj"), TestContext.Current.CancellationToken);
        var outside = project.Split('"').Where(part => part.StartsWith("../", StringComparison.Ordinal)).Select(part => part[3..]);

        Assert.All(
            outside.Concat(["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "Divoc.Functions/"]),
            file => Assert.Contains(file, copied, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pods_have_no_privileges_and_can_write_only_to_data_and_temporary_files()
    {
        var files = await ContainerFiles.ReadAsync();
        var pod = files.Pod["securityContext"]!;
        var container = files.Container["securityContext"]!;

        Assert.True(pod["runAsNonRoot"]!.GetValue<bool>());
        Assert.Equal([User, User, User], new[] { "runAsUser", "runAsGroup", "fsGroup" }.Select(name => $"{pod[name]}"));
        Assert.Equal("RuntimeDefault", pod["seccompProfile"]!["type"]!.GetValue<string>());
        Assert.True(container["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.False(container["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.Equal("ALL", Assert.Single(container["capabilities"]!["drop"]!.AsArray())!.GetValue<string>());
        var writable = files.Container["volumeMounts"]!.AsArray()
            .Where(mount => mount!["readOnly"] is null)
            .Select(mount => mount!["mountPath"]!.GetValue<string>());
        Assert.Equal(["/data", "/tmp"], writable);
        Assert.NotNull(files.Container["resources"]!["requests"]!["cpu"]);
        Assert.NotNull(files.Container["resources"]!["limits"]!["memory"]);
    }

    [Theory]
    [InlineData("startupProbe", "/health/live")]
    [InlineData("livenessProbe", "/health/live")]
    [InlineData("readinessProbe", "/health/ready")]
    public async Task The_probes_call_endpoints_that_the_program_serves(string probe, string path)
    {
        var container = (await ContainerFiles.ReadAsync()).Container;
        await using var host = await TestHost.StartAsync();
        using var answer = await host.Client.GetAsync(
            container[probe]!["httpGet"]!["path"]!.GetValue<string>(), TestContext.Current.CancellationToken);

        Assert.Equal(path, container[probe]!["httpGet"]!["path"]!.GetValue<string>());
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal("health", container[probe]!["httpGet"]!["port"]!.GetValue<string>());
    }

    /// <summary>
    /// Whoever fills the port for callers doesn't keep the platform from asking, and no caller reaches the port for the platform.
    /// </summary>
    [Fact]
    public async Task Health_has_its_own_port_that_no_service_exposes()
    {
        var files = await ContainerFiles.ReadAsync();
        var settings = files.Single("ConfigMap")["data"]!;
        var ports = files.Container["ports"]!.AsArray()
            .ToDictionary(port => port!["name"]!.GetValue<string>(), port => port!["containerPort"]!.GetValue<int>());
        var service = Assert.Single(files.Single("Service")["spec"]!["ports"]!.AsArray())!;
        var inImage = Assert.Single(files.Instructions, line => line.StartsWith("ENV ", StringComparison.Ordinal));
        var check = Assert.Single(files.Instructions, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));

        Assert.Equal($"http://0.0.0.0:{ports["http"]}", settings["ASPNETCORE_URLS"]!.GetValue<string>());
        Assert.Equal($"http://0.0.0.0:{ports["health"]}", settings["Divoc__Http__HealthUrl"]!.GetValue<string>());
        Assert.Equal("http", service["targetPort"]!.GetValue<string>());
        Assert.Contains($"Divoc__Http__HealthUrl=http://0.0.0.0:{ports["health"]}", inImage, StringComparison.Ordinal);
        Assert.Contains($"/dev/tcp/127.0.0.1/{ports["health"]} ", check, StringComparison.Ordinal);
    }

    /// <summary>Otherwise the published figures would be those of another program than the one that operators start.</summary>
    [Fact]
    public async Task Benchmarks_use_the_same_garbage_collection_setting_as_the_image()
    {
        var files = await ContainerFiles.ReadAsync();
        var inImage = Assert.Single(files.Instructions, line => line.StartsWith("ENV ", StringComparison.Ordinal));
        var setting = Assert.Single(inImage.Split(' '), word => word.StartsWith("DOTNET_GCgen0size=", StringComparison.Ordinal)).Split('=');
        var path = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Benchmarks", "Service", "GcSettings.cs");
        var ofBenchmarks = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        Assert.Contains($"(\"{setting[0]}\", \"{setting[1]}\")", ofBenchmarks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pod_settings_are_valid_and_are_not_sample_values()
    {
        var data = (await ContainerFiles.ReadAsync()).Single("ConfigMap")["data"]!.AsObject();
        var settings = new AppSettings(data.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>()));

        Assert.Empty(settings.Faults());
        Assert.Empty(settings.SampleValuesInUse());
        Assert.Empty(settings.UnknownNames());
        Assert.Contains("Divoc__KeyVault__Keys", settings.Values.Keys);
        Assert.Contains("Divoc__Storage__AccountUrl", settings.Values.Keys);
        Assert.Contains("ServiceBus__fullyQualifiedNamespace", settings.Values.Keys);
    }

    [Fact]
    public async Task The_number_of_pods_depends_on_the_length_of_every_queue()
    {
        var files = await ContainerFiles.ReadAsync();
        var scaler = files.Single("ScaledObject")["spec"]!;
        var triggers = scaler["triggers"]!.AsArray();
        var settings = files.Single("ConfigMap")["data"]!;

        Assert.Equal(
            QueueNames.All.Select(queue => queue.Name), triggers.Select(trigger => trigger!["metadata"]!["queueName"]!.GetValue<string>()));
        foreach (var trigger in triggers)
        {
            Assert.Equal("azure-servicebus", trigger!["type"]!.GetValue<string>());
            Assert.StartsWith(
                $"{trigger["metadata"]!["namespace"]}.",
                settings["ServiceBus__fullyQualifiedNamespace"]!.GetValue<string>(),
                StringComparison.Ordinal);
        }

        Assert.True(scaler["minReplicaCount"]!.GetValue<int>() >= 1);
        Assert.Null(files.Single("Deployment")["spec"]!["replicas"]);
    }

    [Fact]
    public async Task The_service_and_the_disruption_budget_select_the_pods()
    {
        var files = await ContainerFiles.ReadAsync();
        var labels = files.Single("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!.AsObject();

        foreach (var selector in new[]
        {
            files.Single("Service")["spec"]!["selector"]!,
            files.Single("PodDisruptionBudget")["spec"]!["selector"]!["matchLabels"]!,
            files.Single("Deployment")["spec"]!["selector"]!["matchLabels"]!,
        })
        {
            Assert.All(selector.AsObject(), label => Assert.True(JsonNode.DeepEquals(label.Value, labels[label.Key])));
        }
    }
}
