using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>An object of an expanded document: a node, value, list or set object by what is set. Filled while it is expanded.</summary>
internal sealed class ExpandedObject
{
    public bool HasId { get; set; }

    public string? Id { get; set; }

    /// <summary>@type of a node, or with one entry of a value.</summary>
    public List<string?>? Types { get; set; }

    /// <summary>@type was an array in the document, which a value object may not have.</summary>
    public bool TypesWereArray { get; set; }

    public JsonLdValue? Value { get; set; }

    public string? Language { get; set; }

    public string? Direction { get; set; }

    public string? Index { get; set; }

    public List<ExpandedObject>? List { get; set; }

    public List<ExpandedObject>? Set { get; set; }

    /// <summary>What the value of @set became, which takes the place of this object.</summary>
    public Outcome SetOutcome { get; set; }

    public List<ExpandedObject>? Graph { get; set; }

    public List<ExpandedObject>? Included { get; set; }

    public OrderedDictionary<string, List<ExpandedObject>>? Properties { get; private set; }

    public OrderedDictionary<string, List<ExpandedObject>>? Reverse { get; private set; }

    public bool IsValue => Value is not null;

    public bool IsList => List is not null;

    public bool IsNode => Value is null && List is null && Set is null;

    /// <summary>A graph object: @graph and beside it at most @id and @index.</summary>
    public bool IsGraph => Graph is not null && Types is null && Included is null && Properties is null && Reverse is null && !IsValue && !IsList && Set is null;

    /// <summary>Nothing but perhaps an @id.</summary>
    public bool HasOnlyId => HasId && HasNothingBesideId;

    public bool IsEmpty => !HasId && HasNothingBesideId;

    /// <summary>A node of which no statement speaks by itself.</summary>
    public bool IsSilent => (Types is null or []) && Properties is null && Reverse is null && (Graph is null or []);

    public bool HasOnlyLanguage => Language is not null && !HasId && Types is null && Value is null && Direction is null && Index is null && IsPlain;

    private bool HasNothingBesideId => Types is null && Value is null && Language is null && Direction is null && Index is null && IsPlain;

    private bool IsPlain => List is null && Set is null && HasNoNodeMembers;

    /// <summary>None of what only a node has beside @id and @type.</summary>
    public bool HasNoNodeMembers => Graph is null && Included is null && Properties is null && Reverse is null;

    public void SetId(string? id)
    {
        HasId = true;
        Id = id;
    }

    /// <summary>The values of a property, empty at first.</summary>
    public List<ExpandedObject> ValuesOf(string iri) => ListOf(Properties ??= new(StringComparer.Ordinal), iri);

    /// <summary>The nodes of a reverse property, empty at first.</summary>
    public List<ExpandedObject> ReverseOf(string iri) => ListOf(Reverse ??= new(StringComparer.Ordinal), iri);

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteText(writer, Keyword.Id, Id, HasId);
        WriteTypes(writer);
        if (Value is { } value)
        {
            writer.WritePropertyName(Keyword.Value);
            value.WriteTo(writer);
        }

        WriteText(writer, Keyword.Language, Language, Language is not null);
        WriteText(writer, Keyword.Direction, Direction, Direction is not null);
        WriteText(writer, Keyword.Index, Index, Index is not null);
        WriteList(writer, Keyword.List, List);
        WriteList(writer, Keyword.Graph, Graph);
        WriteList(writer, Keyword.Included, Included);
        if (Reverse is not null)
        {
            writer.WriteStartObject(Keyword.Reverse);
            WriteMap(writer, Reverse);
            writer.WriteEndObject();
        }

        WriteMap(writer, Properties);
        writer.WriteEndObject();
    }

    private static List<ExpandedObject> ListOf(OrderedDictionary<string, List<ExpandedObject>> map, string iri)
    {
        if (!map.TryGetValue(iri, out var values))
        {
            map.Add(iri, values = []);
        }

        return values;
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text, bool isPresent)
    {
        if (isPresent)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, OrderedDictionary<string, List<ExpandedObject>>? map)
    {
        foreach (var (iri, values) in map ?? [])
        {
            WriteList(writer, iri, values);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, List<ExpandedObject>? items)
    {
        if (items is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private void WriteTypes(Utf8JsonWriter writer)
    {
        if (Types is null)
        {
            return;
        }

        if (IsValue)
        {
            writer.WriteString(Keyword.Type, Types[0]);
            return;
        }

        writer.WriteStartArray(Keyword.Type);
        foreach (var type in Types)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
    }
}
