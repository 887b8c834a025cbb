using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Health;

/// <summary>The JSON of the answers about the service's health.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthAnswer))]
public sealed partial class HealthJson : JsonSerializerContext;
