using System.Text.Json.Serialization;
using Divoc.Functions.Benchmarks.FunctionsHost;
using Divoc.Functions.Benchmarks.Growth;
using Divoc.Functions.Benchmarks.Latency;
using Divoc.Functions.Benchmarks.Peers;
using Divoc.Functions.Benchmarks.Scale;
using Divoc.Functions.Benchmarks.Soak;
using Divoc.Functions.Benchmarks.Throughput;

namespace Divoc.Functions.Benchmarks.Reports;

/// <summary>How a report is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ThroughputReport))]
[JsonSerializable(typeof(SoakReport))]
[JsonSerializable(typeof(GrowthReport))]
[JsonSerializable(typeof(LatencyReport))]
[JsonSerializable(typeof(PeersReport))]
[JsonSerializable(typeof(FunctionsHostReport))]
[JsonSerializable(typeof(ScaleReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
