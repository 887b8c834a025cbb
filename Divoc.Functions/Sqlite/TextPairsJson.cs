using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Sqlite;

/// <summary>Names and values as they are stored in a column: a JSON object of texts, NULL if there are none.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class TextPairsJson : JsonSerializerContext
{
    /// <summary>The value for the column.</summary>
    public static string? Write(IReadOnlyDictionary<string, string> pairs) =>
        pairs.Count == 0 ? null : JsonSerializer.Serialize(pairs, Default.IReadOnlyDictionaryStringString);

    /// <summary>The pairs in the column.</summary>
    public static IReadOnlyDictionary<string, string> Read(string? column) =>
        column is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize(column, Default.DictionaryStringString)!;
}
