using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Growth.Data;

namespace Divoc.Functions.Tests.Growth;

/// <summary>Types from data under other names, so that no format of the tests writes them unless it is told to.</summary>
internal static class OtherTypes
{
    /// <summary>A version of a type whose shapes have the same fields.</summary>
    public static DataType Of(string name, int version, params string[] shapes)
    {
        using var stream = typeof(DataType).Assembly.GetManifestResourceStream(typeof(DataType), "convalescence-data.type.json")!;
        var document = JsonNode.Parse(stream)!.AsObject();
        document["name"] = name;
        document["template"]!["kind"] = name;
        document["version"] = version;
        var fields = document["shapes"]!["v1"]!;
        document["shapes"] = new JsonObject(shapes.Select(shape => KeyValuePair.Create(shape, (JsonNode?)fields.DeepClone())));
        return DataType.Read(document.ToJsonString());
    }
}
