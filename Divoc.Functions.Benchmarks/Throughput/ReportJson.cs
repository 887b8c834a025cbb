using System.Text.Json.Serialization;
using Divoc.Functions.Benchmarks.Soak;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>How a report is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ThroughputReport))]
[JsonSerializable(typeof(SoakReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
