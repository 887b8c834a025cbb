using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Commands.Service;

/// <summary>The JSON that commands send and print.</summary>
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>A document in one line; texts stay readable.</summary>
    public static string LineOf(JsonNode document) => JsonSerializer.Serialize(document, Readable.JsonNode);

    /// <summary>A document for people, indented.</summary>
    public static byte[] IndentedOf(JsonNode document) => JsonSerializer.SerializeToUtf8Bytes(document, Indented.JsonNode);

    private static CommandJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static CommandJson Indented => field ??= new(
        new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });
}
