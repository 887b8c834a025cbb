using System.Text.Json;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>
/// An object of an expanded document: a node, value, list or set object, depending on its members. Filled during the expansion.
/// </summary>
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

    /// <summary>A missing language needs no rare parts, and neither does a missing <see cref="Direction"/>.</summary>
    public string? Language
    {
        get => rare?.Language;
        set
        {
            if (value is not null || rare is not null)
            {
                Rare.Language = value;
            }
        }
    }

    public string? Direction
    {
        get => rare?.Direction;
        set
        {
            if (value is not null || rare is not null)
            {
                Rare.Direction = value;
            }
        }
    }

    /// <summary>The properties of a node, in the order in which they were found.</summary>
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

    /// <summary>The result for the value of @set, which replaces this object.</summary>
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
    public bool IsGraph => Graph is not null
        && Types is null
        && Included is null
        && Properties is null
        && Reverse is null
        && !IsValue
        && !IsList
        && Set is null;

    /// <summary>Whether it has nothing except perhaps an @id.</summary>
    public bool HasOnlyId => HasId && HasNothingButId;

    public bool IsEmpty => !HasId && HasNothingButId;

    /// <summary>A node without statements of its own.</summary>
    public bool IsSilent => (Types is null or []) && Properties is null && Reverse is null && (Graph is null or []);

    public bool HasOnlyLanguage =>
        Language is not null && !HasId && Types is null && !IsValue && Direction is null && Index is null && IsPlain;

    private bool HasNothingButId => Types is null && !IsValue && Language is null && Direction is null && Index is null && IsPlain;

    private bool IsPlain => List is null && Set is null && HasNoNodeMembers;

    /// <summary>Whether it has no members that only nodes have, except @id and @type.</summary>
    public bool HasNoNodeMembers => Graph is null && Included is null && Properties is null && Reverse is null;

    public void SetId(string? id)
    {
        HasId = true;
        Id = id;
    }

    /// <summary>Adds a value of a property.</summary>
    /// <param name="property">The property and its value.</param>
    /// <param name="room">The expected total number of values.</param>
    public void AddProperty(ExpandedProperty property, int room = 0) => (Properties ??= new(room)).Add(property);

    /// <summary>Adds a value of a property before the existing ones.</summary>
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

    /// <summary>Parts that few objects have; most are values, or nodes with only properties.</summary>
    private sealed class RareParts
    {
        public string? Language { get; set; }

        public string? Direction { get; set; }

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
/// <param name="Value">The value; null if the document has the property without a value.</param>
/// <param name="Predicate">The property as a term of RDF, if the context already has it.</param>
internal readonly record struct ExpandedProperty(string Iri, ExpandedObject? Value, RdfTerm? Predicate = null);
