using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Growth.Data;

/// <summary>What a type is told by. Paths are member names with dots between.</summary>
internal sealed record DataTypeDocument
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>The tables of fields by the names of the shapes.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<DataField>> Shapes { get; init; }

    public required DataKey Key { get; init; }

    public required DataValidity Validity { get; init; }

    /// <summary>What pages of later events show, by name.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    public required IReadOnlyList<DataColumn> EarlierColumns { get; init; }

    /// <summary>What names the person.</summary>
    public required string Subject { get; init; }

    /// <summary>What no credential holds.</summary>
    public required IReadOnlyList<string> Withheld { get; init; }

    /// <summary>What a verifier is shown, by name.</summary>
    public required IReadOnlyDictionary<string, string> Summary { get; init; }

    /// <summary>An event of an invented person.</summary>
    public required JsonElement Sample { get; init; }

    public required JsonElement Template { get; init; }

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DataTypeDocument Read(string json) =>
        JsonSerializer.Deserialize<DataTypeDocument>(json, Form) ?? throw new JsonException("A type was expected.");
}

/// <summary>A row of the table of fields.</summary>
internal sealed record DataField(string Path, FieldType Type, bool Required = false, int MinLength = 0, int MaxItems = 0);

/// <summary>What makes two events the same.</summary>
/// <param name="Words">How people name it.</param>
/// <param name="Parts">The paths of the values that it is made of, the one that orders events first.</param>
internal sealed record DataKey(string Words, IReadOnlyList<string> Parts);

/// <summary>Where the first and the last day stand.</summary>
internal sealed record DataValidity(string From, string Until);

/// <summary>A column of the table of earlier events.</summary>
internal sealed record DataColumn(string Fact, string Label, float Width = 0, bool IsDate = false);
