using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>A function as the worker announced it.</summary>
internal sealed class HostedFunction(RpcFunctionMetadata metadata)
{
    private readonly JsonObject trigger = metadata.RawBindings.Select(binding => JsonNode.Parse(binding)!.AsObject()).Single(IsTrigger);

    public RpcFunctionMetadata Metadata => metadata;

    public string Name => metadata.Name;

    public string TriggerType => Text("type")!;

    /// <summary>The name of the parameter that the trigger fills.</summary>
    public string TriggerName => Text("name")!;

    public string Route => Text("route") ?? Name;

    public IReadOnlyList<string> Methods =>
        [.. trigger["methods"]!.AsArray().Select(method => method!.GetValue<string>().ToUpperInvariant())];

    public string QueueName => Text("queueName")!;

    private string? Text(string name) => trigger[name]?.GetValue<string>();

    private static bool IsTrigger(JsonObject binding) =>
        binding["type"]!.GetValue<string>().EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);
}
