using System.Text.Json.Serialization;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>How a report is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ThroughputReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
