using System.Text.Json;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Reads presented resources. Missing members and members of another type are undefined or empty.</summary>
internal static class FhirTree
{
    /// <summary>The items of a list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement parent, string name)
    {
        return EventJson.Member(parent, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
    }

    /// <summary>The first item of a list.</summary>
    public static JsonElement First(JsonElement parent, string name) => Items(parent, name).FirstOrDefault();

    /// <summary>The first coding of a concept.</summary>
    public static JsonElement FirstCoding(JsonElement concept) => First(concept, "coding");

    /// <summary>The extension with a URL.</summary>
    public static JsonElement Extension(JsonElement resource, string url) =>
        Items(resource, "extension").FirstOrDefault(extension => EventJson.Text(extension, "url") == url);
}
