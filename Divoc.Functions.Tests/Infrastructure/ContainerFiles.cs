using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>The Dockerfile and the Kubernetes manifest as their own parsers read them.</summary>
internal sealed class ContainerFiles
{
    private readonly JsonNode judged;

    private ContainerFiles(JsonNode judged) => this.judged = judged;

    public static string Manifest { get; } = Path.Combine(SharedData.RepositoryRoot, "infra", "kubernetes", "certificates.yaml");

    public static string Dockerfile { get; } = Path.Combine(SharedData.RepositoryRoot, "Dockerfile");

    public IEnumerable<string> Faults => judged["faults"]!.AsArray().Select(fault => fault!.GetValue<string>());

    public IReadOnlyList<JsonNode> Objects => [.. judged["objects"]!.AsArray().OfType<JsonNode>()];

    public IReadOnlyList<string> Instructions =>
        [.. judged["instructions"]!.AsArray().Select(instruction => instruction!.GetValue<string>())];

    public JsonNode Pod => Single("Deployment")["spec"]!["template"]!["spec"]!;

    public JsonNode Container => Pod["containers"]![0]!;

    public static Task<ContainerFiles> ReadAsync() => ReadAsync(Manifest, Dockerfile);

    public static async Task<ContainerFiles> ReadAsync(string manifest, string dockerfile)
    {
        var judge = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Infrastructure", "container-judge.mjs");
        return new ContainerFiles(JsonNode.Parse(await Tools.RunAsync("node", judge, manifest, dockerfile))!);
    }

    public JsonNode Single(string kind) => Assert.Single(Objects, item => item["kind"]!.GetValue<string>() == kind);
}
