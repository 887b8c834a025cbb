using System.Globalization;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>How the cluster's file lets callers in, keeps everybody else out, and spreads the pods.</summary>
[Trait("Kind", "Slow")]
public sealed class ClusterTests
{
    private const string NameLabel = "app.kubernetes.io/name";
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    [Fact]
    public async Task Everything_is_in_its_own_namespace_which_accepts_only_restricted_pods()
    {
        var files = await ContainerFiles.ReadAsync();
        var space = files.Single("Namespace");

        Assert.Equal("restricted", Text(space["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]));
        Assert.All(
            files.Objects.Where(item => item != space),
            item => Assert.Equal(Text(space["metadata"]!["name"]), Text(item["metadata"]!["namespace"])));
    }

    [Fact]
    public async Task The_ingress_forwards_TLS_traffic_of_the_public_address_only_to_the_port_for_callers()
    {
        var files = await ContainerFiles.ReadAsync();
        var ingress = files.Single("Ingress")["spec"]!;
        var rule = Assert.Single(ingress["rules"]!.AsArray())!;
        var path = Assert.Single(rule["http"]!["paths"]!.AsArray())!;
        var service = files.Single("Service");
        var host = new Uri(Text(files.Single("ConfigMap")["data"]!["Divoc__PublicBaseUrl"])).Host;

        Assert.Equal(host, Text(rule["host"]));
        Assert.Equal(host, Text(Assert.Single(Assert.Single(ingress["tls"]!.AsArray())!["hosts"]!.AsArray())));
        Assert.Equal(("/", "Prefix"), (Text(path["path"]), Text(path["pathType"])));
        Assert.Equal(Text(service["metadata"]!["name"]), Text(path["backend"]!["service"]!["name"]));
        Assert.Equal(
            Text(Assert.Single(service["spec"]!["ports"]!.AsArray())!["name"]), Text(path["backend"]!["service"]!["port"]!["name"]));
    }

    [Fact]
    public async Task The_policy_allows_the_ingress_on_the_caller_port_and_monitoring_on_the_health_port()
    {
        var files = await ContainerFiles.ReadAsync();
        var policy = files.Single("NetworkPolicy")["spec"]!;
        var admitted = policy["ingress"]!.AsArray().Select(rule => (
            Text(Assert.Single(rule!["from"]!.AsArray())!["namespaceSelector"]!["matchLabels"]![NamespaceLabel]),
            Text(Assert.Single(rule["ports"]!.AsArray())!["port"])));

        Assert.Equal(["Ingress", "Egress"], policy["policyTypes"]!.AsArray().Select(Text));
        Assert.Equal([("ingress", "http"), ("monitoring", "health")], admitted);
        Assert.Equal("certificates", Text(policy["podSelector"]!["matchLabels"]![NameLabel]));
        var ports = files.Container["ports"]!.AsArray().Select(port => Text(port!["name"]));
        Assert.Equal(["http", "health"], ports);
    }

    /// <summary>HTTPS to storage, vault and Entra ID; AMQP over TLS to Service Bus; names; the collector.</summary>
    [Fact]
    public async Task The_policy_allows_the_pods_to_reach_only_the_ports_that_the_settings_need()
    {
        var policy = (await ContainerFiles.ReadAsync()).Single("NetworkPolicy")["spec"]!;
        var reached = policy["egress"]!.AsArray()
            .SelectMany(rule => rule!["ports"]!.AsArray().Select(port => $"{port!["protocol"]} {port["port"]}"));

        Assert.Equal(["UDP 53", "TCP 53", "TCP 443", "TCP 5671", "TCP 4317", "TCP 4318"], reached);
    }

    [Fact]
    public async Task Pods_are_spread_over_zones_and_nodes_but_also_start_where_spreading_is_impossible()
    {
        var constraints = (await ContainerFiles.ReadAsync()).Pod["topologySpreadConstraints"]!.AsArray();

        Assert.Equal(
            ["topology.kubernetes.io/zone", "kubernetes.io/hostname"], constraints.Select(constraint => Text(constraint!["topologyKey"])));
        Assert.All(
            constraints,
            constraint => Assert.Equal(("1", "ScheduleAnyway"), ($"{constraint!["maxSkew"]}", Text(constraint["whenUnsatisfiable"]))));
        Assert.All(constraints, constraint => Assert.Equal("certificates", Text(constraint!["labelSelector"]!["matchLabels"]![NameLabel])));
    }

    /// <summary>docs/containers.md tells the measurement.</summary>
    [Fact]
    public async Task The_memory_request_is_above_the_highest_measured_value()
    {
        const int mostMeasured = 462;
        var resources = (await ContainerFiles.ReadAsync()).Container["resources"]!;
        var documented = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docs", "containers.md"), TestContext.Current.CancellationToken);

        Assert.Contains($"{mostMeasured} MiB", documented, StringComparison.Ordinal);
        Assert.True(MebibytesOf(resources["requests"]!["memory"]) > mostMeasured);
        Assert.True(MebibytesOf(resources["limits"]!["memory"]) >= MebibytesOf(resources["requests"]!["memory"]));
        Assert.Null(resources["limits"]!["cpu"]);
    }

    [Fact]
    public async Task The_image_for_each_platform_is_built_on_the_platform_of_the_builder()
    {
        var instructions = (await ContainerFiles.ReadAsync()).Instructions;
        var publish = Assert.Single(instructions, line => line.Contains("dotnet publish", StringComparison.Ordinal));

        // The parser leaves out the flags.
        var lines = await File.ReadAllLinesAsync(ContainerFiles.Dockerfile, TestContext.Current.CancellationToken);
        var stages = lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToList();
        Assert.StartsWith("FROM --platform=$BUILDPLATFORM ", stages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("--platform", stages[^1], StringComparison.Ordinal);
        Assert.Contains("--runtime \"linux-$(echo \"$TARGETARCH\"", publish, StringComparison.Ordinal);
        Assert.Contains("RestoreLockedMode=true", publish, StringComparison.Ordinal);
        var locked = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "packages.lock.json"), TestContext.Current.CancellationToken);
        Assert.All(
            ["net10.0/linux-x64", "net10.0/linux-arm64"], platform => Assert.Contains($"\"{platform}\"", locked, StringComparison.Ordinal));
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static int MebibytesOf(JsonNode? quantity)
    {
        var text = Text(quantity);
        var number = int.Parse(text[..^2], CultureInfo.InvariantCulture);
        return text[^2..] switch
        {
            "Mi" => number,
            "Gi" => 1024 * number,
            _ => throw new FormatException($"{text} is no quantity in Mi or Gi."),
        };
    }
}
