using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>The JSON of the embedded host's own files.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AccessKeyFile))]
internal sealed partial class HostJson : JsonSerializerContext;
