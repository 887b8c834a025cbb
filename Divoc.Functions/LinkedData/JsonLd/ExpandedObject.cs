using System.Text.Json;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>An object of an expanded document: a node, value, list or set object by what is set. Filled while it is expanded.</summary>
internal sealed class ExpandedObject
{
    private RareParts? rare;

    public bool HasId { get; private set; }

    public string? Id { get; private set; }

    /// <summary>@type of a node, or with one entry of a value.</summary>
    public List<string?>? Types { get; set; }

    /// <summary>@type was an array in the document, which a value object may not have.</summary>
    public bool TypesWereArray { get; set; }

    public JsonLdValue Value { get; set; }

    public string? Language { get; set; }

    public string? Direction { get; set; }

    /// <summary>What is said of a node, in the order in which it was found.</summary>
    public List<ExpandedProperty>? Properties { get; private set; }

    public List<ExpandedProperty>? Reverse
    {
        get => rare?.Reverse;
        private set => Rare.Reverse = value;
    }

    public string? Index
    {
        get => rare?.Index;
        set => Rare.Index = value;
    }

    public List<ExpandedObject>? List
    {
        get => rare?.List;
        set => Rare.List = value;
    }

    public List<ExpandedObject>? Set
    {
        get => rare?.Set;
        set => Rare.Set = value;
    }

    /// <summary>What the value of @set became, which takes the place of this object.</summary>
    public Outcome SetOutcome
    {
        get => rare?.SetOutcome ?? default;
        set => Rare.SetOutcome = value;
    }

    public List<ExpandedObject>? Graph
    {
        get => rare?.Graph;
        set => Rare.Graph = value;
    }

    public List<ExpandedObject>? Included
    {
        get => rare?.Included;
        set => Rare.Included = value;
    }

    private RareParts Rare => rare ??= new();

    public bool IsValue => Value.IsPresent;

    public bool IsList => List is not null;

    public bool IsNode => !IsValue && List is null && Set is null;

    /// <summary>A graph object: @graph and beside it at most @id and @index.</summary>
    public bool IsGraph => Graph is not null && Types is null && Included is null && Properties is null && Reverse is null && !IsValue && !IsList && Set is null;

    /// <summary>Nothing but perhaps an @id.</summary>
    public bool HasOnlyId => HasId && HasNothingBesideId;

    public bool IsEmpty => !HasId && HasNothingBesideId;

    /// <summary>A node of which no statement speaks by itself.</summary>
    public bool IsSilent => (Types is null or []) && Properties is null && Reverse is null && (Graph is null or []);

    public bool HasOnlyLanguage => Language is not null && !HasId && Types is null && !IsValue && Direction is null && Index is null && IsPlain;

    private bool HasNothingBesideId => Types is null && !IsValue && Language is null && Direction is null && Index is null && IsPlain;

    private bool IsPlain => List is null && Set is null && HasNoNodeMembers;

    /// <summary>None of what only a node has beside @id and @type.</summary>
    public bool HasNoNodeMembers => Graph is null && Included is null && Properties is null && Reverse is null;

    public void SetId(string? id)
    {
        HasId = true;
        Id = id;
    }

    /// <summary>Adds a value of a property.</summary>
    /// <param name="property">The property and its value.</param>
    /// <param name="room">How many there may come in all.</param>
    public void AddProperty(ExpandedProperty property, int room = 0) => (Properties ??= new(room)).Add(property);

    /// <summary>Adds a value of a property before those that there are.</summary>
    public void InsertProperty(ExpandedProperty property) => (Properties ??= []).Insert(0, property);

    /// <summary>Adds a node of a reverse property.</summary>
    public void AddReverse(ExpandedProperty property) => (Reverse ??= []).Add(property);

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteText(writer, Keyword.Id, Id, HasId);
        WriteTypes(writer);
        if (IsValue)
        {
            writer.WritePropertyName(Keyword.Value);
            Value.WriteTo(writer);
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
            WriteProperties(writer, Reverse);
            writer.WriteEndObject();
        }

        WriteProperties(writer, Properties);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text, bool isPresent)
    {
        if (isPresent)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteProperties(Utf8JsonWriter writer, List<ExpandedProperty>? properties)
    {
        foreach (var values in (properties ?? []).GroupBy(static property => property.Iri, static property => property.Value))
        {
            WriteList(writer, values.Key, [.. values.OfType<ExpandedObject>()]);
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

    /// <summary>What few objects have; most are values, and nodes with nothing but properties.</summary>
    private sealed class RareParts
    {
        public string? Index { get; set; }

        public List<ExpandedObject>? List { get; set; }

        public List<ExpandedObject>? Set { get; set; }

        public Outcome SetOutcome { get; set; }

        public List<ExpandedObject>? Graph { get; set; }

        public List<ExpandedObject>? Included { get; set; }

        public List<ExpandedProperty>? Reverse { get; set; }
    }
}

/// <summary>One value of a property.</summary>
/// <param name="Iri">The property.</param>
/// <param name="Value">The value; null where the property stands in the document and has none.</param>
/// <param name="Predicate">The property as a term of RDF, where the context has it at hand.</param>
internal readonly record struct ExpandedProperty(string Iri, ExpandedObject? Value, RdfTerm? Predicate = null);
