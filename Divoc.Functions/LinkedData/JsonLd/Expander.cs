using System.Runtime.CompilerServices;
using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>
/// The expansion algorithm (JSON-LD 1.1 API section 5.1) over one document. Members are processed in the order of their names.
/// </summary>
internal sealed partial class Expander(ContextProcessor contexts, JsonLdOptions options)
{
    private readonly JsonPointer path = new();

    /// <summary>Reusable lists for the values of a property during its expansion.</summary>
    private readonly Stack<List<ExpandedObject>> spare = [];

    /// <summary>The approximate number of the document's statements.</summary>
    public int Statements { get; private set; }

    /// <summary>Expands a whole document (section 9.1, the expand method from step 8).</summary>
    public List<ExpandedObject> ExpandDocument(JsonElement document)
    {
        try
        {
            var output = new List<ExpandedObject>();
            Expand(contexts.Initial(), null, document, output);
            var isGraphOnly = document.ValueKind == JsonValueKind.Object && output is [{ IsGraph: true, HasId: false, Index: null }];
            return isGraphOnly ? output[0].Graph! : output;
        }
        catch (LinkedDataException exception) when (exception.Place.Length == 0 && path.Depth > 0)
        {
            throw new LinkedDataException(exception.Code, path.ToString(), exception.Message[(exception.Code.Length + 2)..], exception);
        }
    }

    /// <summary>Language tags are case-insensitive; JSON-LD 1.1 allows lower case as normal form, and other libraries use it.</summary>
    public static string LowerCase(string tag)
    {
        return string.Create(tag.Length, tag, static (span, text) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = char.IsAsciiLetterUpper(text[index]) ? (char)(text[index] | 0x20) : text[index];
            }
        });
    }

    /// <summary>Section 5.1.2.</summary>
    private Outcome Expand(ActiveContext active, string? property, JsonElement element, List<ExpandedObject> output, bool fromMap = false)
    {
        if (path.Depth > options.MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error(LinkedDataError.LimitExceeded, $"the document is deeper than {options.MaximumDepth} levels");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                Drop(LinkedDataError.DroppedValue, "null says nothing");
                return Outcome.Nothing;
            case JsonValueKind.Array:
                ExpandArray(active, property, element, output, fromMap);
                return Outcome.Array;
            case JsonValueKind.Object:
                return ExpandMap(active, property, element, output, fromMap);
            default:
                return ExpandScalar(active, property, element, output);
        }
    }

    /// <summary>Step 5.</summary>
    private void ExpandArray(ActiveContext active, string? property, JsonElement array, List<ExpandedObject> output, bool fromMap)
    {
        var isList = property is not null && active.Find(property) is { } definition && definition.Has(Containers.List);
        if (array.GetArrayLength() == 0 && !isList)
        {
            Drop(LinkedDataError.DroppedValue, "an empty array says nothing");
        }

        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            path.Push(index++);
            var start = output.Count;
            if (Expand(active, property, item, output, fromMap) == Outcome.Array && isList)
            {
                var inner = output.GetRange(start, output.Count - start);
                output.RemoveRange(start, inner.Count);
                output.Add(new ExpandedObject { List = inner });
            }

            path.Pop();
        }
    }

    /// <summary>Step 4.</summary>
    private Outcome ExpandScalar(ActiveContext active, string? property, JsonElement scalar, List<ExpandedObject> output)
    {
        if (property is null or Keyword.Graph)
        {
            Drop(LinkedDataError.DroppedValue, "a value stands where only nodes can");
            return Outcome.Nothing;
        }

        var definition = active.Find(property);
        if (definition is { HasContext: true })
        {
            active = contexts.ProcessScoped(active, definition, overrideProtected: true, propagate: true);
            definition = active.Find(property);
        }

        output.Add(ExpandValue(active, definition, JsonLdValue.Of(scalar)));
        return Outcome.Item;
    }

    /// <summary>Value expansion, section 5.3.</summary>
    private ExpandedObject ExpandValue(ActiveContext active, TermDefinition? definition, JsonLdValue value)
    {
        var type = definition?.Type;
        if (value.Text is not null && (type is Keyword.Id or Keyword.Vocab))
        {
            var node = new ExpandedObject();
            node.SetId(CheckReference(ExpandIri(active, value.Text, vocab: type == Keyword.Vocab, documentRelative: true)));
            return node;
        }

        var result = new ExpandedObject { Value = value };
        if (type is not null and not (Keyword.Id or Keyword.Vocab or Keyword.None))
        {
            result.Types = [type == Keyword.Json ? type : CheckReference(type)];
        }
        else if (value.Text is not null)
        {
            result.Language = definition is { HasLanguage: true } ? definition.Language : active.Language;
            result.Direction = definition is { HasDirection: true } ? definition.Direction : active.Direction;
            CheckLanguage(result);
        }

        return result;
    }

    /// <summary>Steps 6 to 20.</summary>
    private Outcome ExpandMap(ActiveContext active, string? property, JsonElement map, List<ExpandedObject> output, bool fromMap)
    {
        using var sorted = SortedMembers.Of(map, contexts.Names);
        var members = sorted.Span;
        var scoped = property is null ? null : active.Find(property);
        if (active.Previous is not null && !fromMap && !IsValueOrReference(active, members))
        {
            active = active.Previous;
        }

        if (scoped is { HasContext: true })
        {
            active = contexts.ProcessScoped(active, scoped, overrideProtected: true, propagate: true);
        }

        if (map.TryGetProperty(Keyword.Context, out var local))
        {
            active = contexts.ProcessInline(active, local);
        }

        var frame = ApplyTypes(active, property, members);
        ExpandMembers(frame, members);
        return Finish(frame.Result, property, output);
    }

    /// <summary>Step 7: whether a context that does not propagate still applies in this object.</summary>
    private static bool IsValueOrReference(ActiveContext active, ReadOnlySpan<KeyValuePair<string, JsonElement>> members)
    {
        if (members.Length == 1 && KeywordOf(active, members[0].Key) == Keyword.Id)
        {
            return true;
        }

        foreach (var (name, _) in members)
        {
            if (KeywordOf(active, name) == Keyword.Value)
            {
                return true;
            }
        }

        return false;
    }

    private static string? KeywordOf(ActiveContext active, string name)
    {
        if (name.Length > 0 && name[0] == '@' && Keyword.Is(name))
        {
            return name;
        }

        return active.Find(name)?.Iri is { Length: > 0 } iri && iri[0] == '@' ? iri : null;
    }

    /// <summary>Steps 10 to 12: type-scoped contexts, in the order of the types.</summary>
    private MapFrame ApplyTypes(ActiveContext active, string? property, ReadOnlySpan<KeyValuePair<string, JsonElement>> members)
    {
        var typeScoped = active;
        string? inputType = null;
        foreach (var (name, value) in members)
        {
            if (KeywordOf(typeScoped, name) != Keyword.Type)
            {
                continue;
            }

            var types = Strings(value);
            inputType ??= types.Count > 0 ? types[^1] : null;
            types.Sort(StringComparer.Ordinal);
            foreach (var type in types)
            {
                if (typeScoped.Find(type) is { HasContext: true } definition)
                {
                    active = contexts.ProcessScoped(active, definition, overrideProtected: false, propagate: false);
                }
            }
        }

        inputType = inputType is null ? null : ExpandIri(active, inputType, vocab: true, documentRelative: false);
        return new MapFrame(active, typeScoped, property, inputType, members.Length, new ExpandedObject());
    }

    private List<string> Strings(JsonElement value)
    {
        var strings = new List<string>();
        if (value.ValueKind == JsonValueKind.String)
        {
            strings.Add(contexts.Names.TextOf(value));
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String)
                {
                    strings.Add(contexts.Names.TextOf(item));
                }
            }
        }

        return strings;
    }

    /// <summary>Steps 13 and 14.</summary>
    private void ExpandMembers(in MapFrame frame, ReadOnlySpan<KeyValuePair<string, JsonElement>> members)
    {
        List<KeyValuePair<string, JsonElement>>? nests = null;
        foreach (var member in members)
        {
            if (member.Key == Keyword.Context)
            {
                continue;
            }

            path.Push(member.Key);
            var iri = ExpandIri(frame.Active, member.Key, vocab: true, documentRelative: false);
            if (iri == Keyword.Nest && frame.Property != Keyword.Reverse)
            {
                (nests ??= []).Add(member);
            }
            else if (Keyword.Is(iri))
            {
                ExpandKeyword(frame, iri!, member.Value);
            }
            else if (iri is null || !iri.Contains(':', StringComparison.Ordinal))
            {
                Drop(LinkedDataError.DroppedProperty, "no context defines the member");
            }
            else
            {
                ExpandProperty(frame, member.Key, iri, member.Value);
            }

            path.Pop();
        }

        if (nests is not null)
        {
            ExpandNests(frame, nests);
        }
    }

    private void ExpandNests(in MapFrame frame, List<KeyValuePair<string, JsonElement>> nests)
    {
        foreach (var (name, value) in nests)
        {
            path.Push(name);
            ExpandNest(frame, name, value);
            path.Pop();
        }
    }

    /// <summary>Step 14: members that are nested in one more object only for presentation.</summary>
    private void ExpandNest(in MapFrame frame, string name, JsonElement value)
    {
        if (path.Depth > options.MaximumDepth)
        {
            throw Error(LinkedDataError.LimitExceeded, $"the document is deeper than {options.MaximumDepth} levels");
        }

        var scoped = frame;
        if (frame.Active.Find(name) is { HasContext: true } definition)
        {
            scoped = frame with { Active = contexts.ProcessScoped(frame.Active, definition, overrideProtected: true, propagate: true) };
        }

        var items = Items(value);
        if (items.Length == 0)
        {
            Drop(LinkedDataError.DroppedValue, "an empty array says nothing");
        }

        foreach (var nested in items)
        {
            ExpandNested(scoped, nested);
        }
    }

    private void ExpandNested(in MapFrame frame, JsonElement nested)
    {
        if (nested.ValueKind != JsonValueKind.Object)
        {
            throw Error("invalid @nest value", "what is nested is no object");
        }

        using var members = SortedMembers.Of(nested, contexts.Names);
        if (members.Span.IsEmpty)
        {
            Drop(LinkedDataError.DroppedValue, "an empty object says nothing");
        }

        foreach (var (name, _) in members.Span)
        {
            if (ExpandIri(frame.Active, name, vocab: true, documentRelative: false) == Keyword.Value)
            {
                throw Error("invalid @nest value", "what is nested is a value object");
            }
        }

        ExpandMembers(frame, members.Span);
    }

    /// <summary>Steps 15 to 20: the result for the object.</summary>
    private Outcome Finish(ExpandedObject result, string? property, List<ExpandedObject> output)
    {
        if (result.IsValue && !FinishValue(result))
        {
            return Outcome.Nothing;
        }

        if (result.Set is not null || result.IsList)
        {
            CheckSetOrList(result);
        }

        if (result.Set is not null)
        {
            output.AddRange(result.Set);
            return result.SetOutcome;
        }

        if (result.HasOnlyLanguage)
        {
            Drop(LinkedDataError.DroppedValue, "a language without a value");
            return Outcome.Nothing;
        }

        if ((property is null or Keyword.Graph) && (result.IsEmpty || result.IsValue || result.IsList || result.HasOnlyId))
        {
            Drop(LinkedDataError.DroppedValue, "an object that says nothing of a node");
            return Outcome.Nothing;
        }

        if (!result.IsValue && result.Types?.Contains(Keyword.Json) == true)
        {
            Drop(LinkedDataError.RelativeIri, "@json is no type of a node");
        }

        output.Add(result);
        return Outcome.Item;
    }

    /// <summary>Step 15; false if the value is null.</summary>
    private bool FinishValue(ExpandedObject result)
    {
        if (result.HasId || result.List is not null || result.Set is not null || !result.HasNoNodeMembers
            || (result.Types is not null && (result.Language ?? result.Direction) is not null))
        {
            throw Error("invalid value object", "members stand together that can't");
        }

        var value = result.Value;
        if (result.Types is [Keyword.Json] && !result.TypesWereArray)
        {
            return true;
        }

        if (value.Kind == JsonValueKind.Null)
        {
            Drop(LinkedDataError.DroppedValue, "@value is null");
            return false;
        }

        if (value.Text is null && result.Language is not null)
        {
            throw Error("invalid language-tagged value", "a value with a language is not text");
        }

        if (result.Types is not null
            && (result.TypesWereArray
                || result.Types is not [{ } type]
                || !Iri.IsAbsolute(type)
                || type.Contains(' ', StringComparison.Ordinal)))
        {
            throw Error("invalid typed value", "the type of a value is no IRI");
        }

        CheckLanguage(result);
        return true;
    }

    private void CheckSetOrList(ExpandedObject result)
    {
        var hasOthers = result.HasId || result.Types is not null || result.IsValue || (result.Language ?? result.Direction) is not null
            || !result.HasNoNodeMembers || (result.Set is not null && result.IsList);
        if (hasOthers)
        {
            throw Error("invalid set or list object", "beside @set or @list stands more than @index");
        }
    }

    private static JsonElement[] Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private LinkedDataException Error(string code, string message) => new(code, path.ToString(), message);

    /// <summary>In safe mode, it is an error if the algorithm would drop something.</summary>
    private void Drop(string code, string message)
    {
        if (options.SafeMode)
        {
            throw Error(code, message);
        }
    }

    /// <summary>Section 5.2.</summary>
    private string? ExpandIri(ActiveContext active, string value, bool vocab, bool documentRelative)
    {
        return contexts.SpendOn(active.Expand(value, vocab, documentRelative));
    }

    private string? CheckReference(string? iri)
    {
        if (options.SafeMode && (iri is null || !(Iri.IsBlank(iri) || Iri.IsWellFormed(iri))))
        {
            throw Error(LinkedDataError.RelativeIri, "a reference is no absolute IRI");
        }

        return iri;
    }

    private void CheckLanguage(ExpandedObject value)
    {
        if (value.Language is not null && !Rdf.LanguageTag.IsWellFormed(value.Language))
        {
            Drop(LinkedDataError.DroppedValue, "a language tag is malformed");
        }

        if (value.Direction is not null && options.Direction == RdfDirection.None)
        {
            Drop(LinkedDataError.DroppedValue, "a base direction is not written to RDF");
        }
    }
}
