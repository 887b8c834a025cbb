using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <content>Steps 13.5 to 13.14: members that are properties, and their containers.</content>
internal sealed partial class Expander
{
    private void ExpandProperty(in MapFrame frame, string name, string iri, JsonElement value)
    {
        var definition = frame.Active.Find(name);
        if (definition?.Predicate is null)
        {
            CheckPredicate(iri);
        }

        var values = spare.Count > 0 ? spare.Pop() : [];
        if (ExpandContainer(frame, name, definition, value, values))
        {
            Wrap(values, definition?.Containers ?? Containers.None, value);
            AddValues(frame, iri, definition, values);
        }

        values.Clear();
        spare.Push(values);
    }

    /// <summary>Steps 13.11 and 13.12: lists and graphs that only the term's definition declares.</summary>
    private void Wrap(List<ExpandedObject> values, Containers containers, JsonElement value)
    {
        if ((containers & Containers.List) != 0 && !(value.ValueKind != JsonValueKind.Array && values is [{ IsList: true }]))
        {
            var list = new ExpandedObject { List = [.. values] };
            values.Clear();
            values.Add(list);
        }

        if ((containers & (Containers.Graph | Containers.Id | Containers.Index)) == Containers.Graph)
        {
            for (var index = 0; index < values.Count; index++)
            {
                values[index] = GraphOf(values[index]);
            }
        }
    }

    /// <summary>Steps 13.13 and 13.14.</summary>
    private void AddValues(in MapFrame frame, string iri, TermDefinition? definition, List<ExpandedObject> values)
    {
        if (values.Count == 0)
        {
            Drop(LinkedDataError.DroppedValue, "an empty array says nothing");
            AddValue(frame, iri, definition, null);
        }

        foreach (var value in values)
        {
            AddValue(frame, iri, definition, value);
        }
    }

    private void AddValue(in MapFrame frame, string iri, TermDefinition? definition, ExpandedObject? value)
    {
        Statements++;
        if (definition is not { IsReverse: true })
        {
            frame.Result.AddProperty(new ExpandedProperty(iri, value, definition?.Predicate), frame.Members);
            return;
        }

        if (value is { IsValue: true } or { IsList: true })
        {
            throw ReversedValue();
        }

        frame.Result.AddReverse(new ExpandedProperty(iri, value, definition.Predicate));
    }

    /// <summary>Steps 13.6 to 13.9; false if the result is null.</summary>
    private bool ExpandContainer(in MapFrame frame, string name, TermDefinition? definition, JsonElement value, List<ExpandedObject> values)
    {
        if (definition?.Type == Keyword.Json)
        {
            values.Add(new ExpandedObject { Value = JsonLdValue.OfJson(value), Types = [Keyword.Json] });
            return true;
        }

        if (definition is null || value.ValueKind != JsonValueKind.Object)
        {
            return Expand(frame.Active, name, value, values) != Outcome.Nothing;
        }

        if (definition.Has(Containers.Language))
        {
            ExpandLanguageMap(frame.Active, definition, value, values);
            return true;
        }

        if (definition.Has(Containers.Index | Containers.Type | Containers.Id))
        {
            ExpandIndexMap(frame.Active, name, definition, value, values);
            return true;
        }

        return Expand(frame.Active, name, value, values) != Outcome.Nothing;
    }

    private void CheckPredicate(string iri)
    {
        if (!Iri.IsBlank(iri))
        {
            CheckReference(iri);
        }
        else if (!options.GeneralizedRdf)
        {
            Drop(LinkedDataError.DroppedProperty, "a blank node can't be a predicate");
        }
    }

    private ExpandedObject GraphOf(ExpandedObject item)
    {
        if (!item.IsNode || (item.IsSilent && item.Included is null))
        {
            Drop(LinkedDataError.DroppedValue, "an item of a graph says nothing");
        }

        return new ExpandedObject { Graph = [item] };
    }

    /// <summary>Step 13.7.</summary>
    private void ExpandLanguageMap(ActiveContext active, TermDefinition definition, JsonElement map, List<ExpandedObject> values)
    {
        var direction = definition.HasDirection ? definition.Direction : active.Direction;
        using var members = SortedMembers.Of(map);
        foreach (var (language, value) in members.Span)
        {
            path.Push(language);
            var isNone = ExpandIri(active, language, vocab: true, documentRelative: false) == Keyword.None;
            var items = Items(value);
            if (items.Length == 0)
            {
                Drop(LinkedDataError.DroppedValue, "an empty array says nothing");
            }

            foreach (var item in items)
            {
                if (item.ValueKind == JsonValueKind.Null)
                {
                    Drop(LinkedDataError.DroppedValue, "null says nothing");
                    continue;
                }

                if (item.ValueKind != JsonValueKind.String)
                {
                    throw Error("invalid language map value", "a value in a language map is not text");
                }

                var result = new ExpandedObject
                {
                    Value = JsonLdValue.Of(item),
                    Language = isNone ? null : LowerCase(language),
                    Direction = direction,
                };
                CheckLanguage(result);
                values.Add(result);
            }

            path.Pop();
        }
    }

    /// <summary>Step 13.8.</summary>
    private void ExpandIndexMap(ActiveContext active, string name, TermDefinition definition, JsonElement map, List<ExpandedObject> values)
    {
        var mapContext = definition.Has(Containers.Type | Containers.Id) ? active.Previous ?? active : active;
        using var members = SortedMembers.Of(map);
        foreach (var (index, value) in members.Span)
        {
            path.Push(index);
            var context = mapContext;
            if (definition.Has(Containers.Type) && mapContext.Find(index) is { HasContext: true } type)
            {
                context = contexts.ProcessScoped(mapContext, type, overrideProtected: false, propagate: false);
            }
            else if (!definition.Has(Containers.Type | Containers.Id))
            {
                context = active;
            }

            var items = new List<ExpandedObject>();
            ExpandAsArray(context, name, value, items);
            foreach (var item in items)
            {
                values.Add(AddIndex(active, definition, index, item));
            }

            path.Pop();
        }
    }

    private void ExpandAsArray(ActiveContext active, string name, JsonElement value, List<ExpandedObject> items)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            ExpandArray(active, name, value, items, fromMap: true);
        }
        else
        {
            Expand(active, name, value, items, fromMap: true);
        }
    }

    /// <summary>Step 13.8.3.7: adds the index to the item.</summary>
    private ExpandedObject AddIndex(ActiveContext active, TermDefinition definition, string index, ExpandedObject item)
    {
        if (definition.Has(Containers.Graph) && !item.IsGraph)
        {
            item = GraphOf(item);
        }

        var expandedIndex = ExpandIri(active, index, vocab: true, documentRelative: false);
        if (expandedIndex == Keyword.None)
        {
            return item;
        }

        if (!item.IsNode && definition.Has(Containers.Id | Containers.Type))
        {
            Drop(LinkedDataError.DroppedValue, "a value can have no id or node type");
        }

        if (definition.Has(Containers.Index))
        {
            AddIndexOrProperty(active, definition, index, item);
        }
        else if (definition.Has(Containers.Id) && !item.HasId)
        {
            item.SetId(CheckReference(ExpandIri(active, index, vocab: false, documentRelative: true)));
        }
        else if (definition.Has(Containers.Type))
        {
            item.Types = [CheckReference(expandedIndex), .. item.Types ?? []];
        }

        return item;
    }

    private void AddIndexOrProperty(ActiveContext active, TermDefinition definition, string index, ExpandedObject item)
    {
        if (definition.Index is null or Keyword.Index)
        {
            item.Index ??= index;
            Drop(LinkedDataError.DroppedValue, "an index is not written to RDF");
            return;
        }

        if (!item.IsNode)
        {
            throw Error("invalid value object", "a property-valued index stands on something that is no node");
        }

        var iri = ExpandIri(active, definition.Index, vocab: true, documentRelative: false)!;
        CheckPredicate(iri);
        var value = ExpandValue(active, active.Find(definition.Index), JsonLdValue.Of(index));
        item.InsertProperty(new ExpandedProperty(iri, value));
    }
}
