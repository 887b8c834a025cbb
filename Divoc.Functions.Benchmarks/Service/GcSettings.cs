using System.Collections;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>How the service collects garbage and compiles: what its files set, and what the environment sets instead.</summary>
internal static class GcSettings
{
    /// <summary>
    /// What the container image sets (Dockerfile): 64 MiB of new objects between two collections. Without it the runtime goes by the size
    /// of the processor's cache, which many virtual machines hide, and figures of two machines can't be compared.
    /// </summary>
    public static readonly (string Name, string Value) OfImage = ("DOTNET_GCgen0size", "0x4000000");

    private static readonly string[] Prefixes = ["DOTNET_gc", "DOTNET_Tiered", "DOTNET_TC_", "DOTNET_ReadyToRun", "DOTNET_ThreadPool"];

    /// <summary>In words.</summary>
    /// <param name="settings">What the run sets in the service's environment.</param>
    public static string Describe(IReadOnlyDictionary<string, string> settings)
    {
        var properties = JsonNode.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Divoc.Functions.runtimeconfig.json")))?["runtimeOptions"]?["configProperties"];
        var environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(variable => $"{variable.Key}", variable => $"{variable.Value}");
        environment.TryAdd(OfImage.Name, OfImage.Value);
        var set = environment.Select(variable => (variable.Key, variable.Value))
            .Concat(settings.Select(setting => (setting.Key, setting.Value)))
            .Where(variable => Array.Exists(Prefixes, prefix => variable.Item1.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
        var words = new List<string>
        {
            properties?["System.GC.Server"]?.GetValue<bool>() == true ? "server GC" : "workstation GC",
            properties?["System.GC.Concurrent"]?.GetValue<bool>() == false ? "not concurrent" : "concurrent",
        };
        words.AddRange(
            (properties?.AsObject() ?? []).Where(property => IsTold(property.Key)).Select(property => $"{property.Key}={property.Value}"));
        words.AddRange(set.Select(variable => $"{variable.Item1}={variable.Item2}"));
        return string.Join(", ", words);
    }

    private static bool IsTold(string name) => name is not ("System.GC.Server" or "System.GC.Concurrent")
        && (name.StartsWith("System.GC.", StringComparison.Ordinal) || name.StartsWith("System.Runtime.Tiered", StringComparison.Ordinal));
}
