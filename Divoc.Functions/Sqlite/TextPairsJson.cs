using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Sqlite;

/// <summary>Names and values as they lie in a column: a JSON object of texts, NULL when there are none.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class TextPairsJson : JsonSerializerContext
{
    /// <summary>What goes into the column.</summary>
    public static string? Write(IReadOnlyDictionary<string, string> pairs) =>
        pairs.Count == 0 ? null : JsonSerializer.Serialize(pairs, Default.IReadOnlyDictionaryStringString);

    /// <summary>What was put into the column.</summary>
    public static IReadOnlyDictionary<string, string> Read(string? column) =>
        column is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize(column, Default.DictionaryStringString)!;
}
