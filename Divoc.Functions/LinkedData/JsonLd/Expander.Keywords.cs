using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <content>Step 13.4: members whose name is a keyword or an alias of one.</content>
internal sealed partial class Expander
{
    private void ExpandKeyword(in MapFrame frame, string keyword, JsonElement value)
    {
        if (frame.Property == Keyword.Reverse)
        {
            throw Error("invalid reverse property map", "a keyword stands in a reverse property map");
        }

        if (IsTaken(frame.Result, keyword))
        {
            throw Error("colliding keywords", $"{keyword} stands here twice");
        }

        switch (keyword)
        {
            case Keyword.Id:
                ExpandId(frame, value);
                break;
            case Keyword.Type:
                ExpandTypes(frame, value);
                break;
            case Keyword.Graph:
                frame.Result.Graph = ExpandToList(frame.Active, Keyword.Graph, value);
                break;
            case Keyword.Included:
                ExpandIncluded(frame, value);
                break;
            case Keyword.Value:
                ExpandValueMember(frame, value);
                break;
            case Keyword.List:
                ExpandList(frame, value);
                break;
            case Keyword.Set:
                ExpandSet(frame, value);
                break;
            case Keyword.Reverse:
                ExpandReverse(frame, value);
                break;
            default:
                ExpandAnnotation(frame.Result, keyword, value);
                break;
        }
    }

    private static bool IsTaken(ExpandedObject result, string keyword)
    {
        return keyword switch
        {
            Keyword.Id => result.HasId,
            Keyword.Graph => result.Graph is not null,
            Keyword.Value => result.IsValue,
            Keyword.Language => result.Language is not null,
            Keyword.Direction => result.Direction is not null,
            Keyword.Index => result.Index is not null,
            Keyword.List => result.IsList,
            Keyword.Set => result.Set is not null,
            Keyword.Reverse => result.Reverse is not null,
            _ => false,
        };
    }

    private void ExpandId(in MapFrame frame, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Error("invalid @id value", "@id is not text");
        }

        frame.Result.SetId(CheckReference(ExpandIri(frame.Active, JsonText.Of(value), vocab: false, documentRelative: true)));
    }

    private void ExpandTypes(in MapFrame frame, JsonElement value)
    {
        var types = frame.Result.Types ??= [];
        frame.Result.TypesWereArray |= value.ValueKind == JsonValueKind.Array || types.Count > 0;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0)
        {
            Drop(LinkedDataError.DroppedValue, "an empty array says nothing");
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            types.Add(ExpandType(frame, value));
            return;
        }

        foreach (var item in value.EnumerateArray())
        {
            types.Add(ExpandType(frame, item));
        }
    }

    private string? ExpandType(in MapFrame frame, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Error("invalid type value", "@type is neither text nor an array of text");
        }

        Statements++;
        var type = ExpandIri(frame.TypeScoped, contexts.Names.TextOf(value), vocab: true, documentRelative: true);
        return type == Keyword.Json ? type : CheckReference(type);
    }

    private void ExpandIncluded(in MapFrame frame, JsonElement value)
    {
        if (contexts.IsVersion10)
        {
            Drop(LinkedDataError.DroppedProperty, "@included is unknown to JSON-LD 1.0");
            return;
        }

        var included = frame.Result.Included ??= [];
        if (Expand(frame.Active, null, value, included) == Outcome.Nothing || included.Exists(static item => !item.IsNode))
        {
            throw Error("invalid @included value", "what is included is no node");
        }
    }

    /// <summary>Step 13.4.7.</summary>
    private void ExpandValueMember(in MapFrame frame, JsonElement value)
    {
        var isJson = frame.InputType == Keyword.Json && !contexts.IsVersion10;
        if (!isJson && (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            throw Error("invalid value object value", "@value is an object or an array");
        }

        frame.Result.Value = isJson ? JsonLdValue.OfJson(value) : JsonLdValue.Of(value);
    }

    private void ExpandList(in MapFrame frame, JsonElement value)
    {
        if (frame.Property is null or Keyword.Graph)
        {
            Drop(LinkedDataError.DroppedValue, "a list stands where only nodes can");
            return;
        }

        var isEmpty = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;
        frame.Result.List = isEmpty ? [] : ExpandToList(frame.Active, frame.Property, value);
    }

    private void ExpandSet(in MapFrame frame, JsonElement value)
    {
        frame.Result.Set = [];
        frame.Result.SetOutcome = Expand(frame.Active, frame.Property, value, frame.Result.Set);
        if (frame.Result.Set.Count == 0)
        {
            Drop(LinkedDataError.DroppedValue, "an empty set says nothing");
        }
    }

    private List<ExpandedObject> ExpandToList(ActiveContext active, string? property, JsonElement value)
    {
        var items = new List<ExpandedObject>();
        Expand(active, property, value, items);
        return items;
    }

    /// <summary>@language, @direction and @index; other keywords are not allowed in a document and are dropped.</summary>
    private void ExpandAnnotation(ExpandedObject result, string keyword, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
        switch (keyword)
        {
            case Keyword.Language:
                result.Language = LowerCase(text ?? throw Error("invalid language-tagged string", "@language is not text"));
                break;
            case Keyword.Direction when !contexts.IsVersion10:
                result.Direction = text is "ltr" or "rtl"
                    ? text
                    : throw Error("invalid base direction", "@direction is neither \"ltr\" nor \"rtl\"");
                break;
            case Keyword.Index:
                result.Index = text ?? throw Error("invalid @index value", "@index is not text");
                Drop(LinkedDataError.DroppedValue, "an index is not written to RDF");
                break;
            default:
                Drop(LinkedDataError.DroppedProperty, $"{keyword} has no place in a document");
                break;
        }
    }

    /// <summary>Step 13.4.13.</summary>
    private void ExpandReverse(in MapFrame frame, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Error("invalid @reverse value", "@reverse is no object");
        }

        var items = ExpandToList(frame.Active, Keyword.Reverse, value);
        if (value.GetPropertyCount() == 0)
        {
            Drop(LinkedDataError.DroppedValue, "an empty object says nothing");
        }

        foreach (var expanded in items)
        {
            MergeReverse(frame.Result, expanded);
        }
    }

    private void MergeReverse(ExpandedObject result, ExpandedObject expanded)
    {
        foreach (var property in expanded.Reverse ?? [])
        {
            // Reversed twice is forward.
            result.AddProperty(property);
        }

        foreach (var property in expanded.Properties ?? [])
        {
            result.AddReverse(property.Value is { IsValue: true } or { IsList: true } ? throw ReversedValue() : property);
        }
    }

    private LinkedDataException ReversedValue() => Error("invalid reverse property value", "a reverse property holds a value or a list");
}

/// <summary>The state while the members of one object are expanded.</summary>
/// <param name="Active">The active context, scoped contexts applied.</param>
/// <param name="TypeScoped">The active context before type-scoped contexts, which is used to read types.</param>
/// <param name="Property">The active property.</param>
/// <param name="InputType">The expanded last @type, which may be @json.</param>
/// <param name="Members">The number of the object's members.</param>
/// <param name="Result">The object to be filled.</param>
internal readonly record struct MapFrame(
    ActiveContext Active, ActiveContext TypeScoped, string? Property, string? InputType, int Members, ExpandedObject Result);
