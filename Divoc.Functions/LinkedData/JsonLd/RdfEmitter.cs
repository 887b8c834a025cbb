using System.Globalization;
using System.Text;
using System.Text.Json;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>
/// Deserialisation to RDF (JSON-LD 1.1 API section 8.1). Walks the expanded document directly. The standard's node map first merges nodes
/// with the same id, but a dataset is a set, so the quads are the same.
/// </summary>
internal sealed class RdfEmitter(JsonLdOptions options)
{
    private static readonly RdfTerm TypePredicate = RdfTerm.Iri(RdfVocabulary.Type);
    private static readonly RdfTerm First = RdfTerm.Iri(RdfVocabulary.First);
    private static readonly RdfTerm Rest = RdfTerm.Iri(RdfVocabulary.Rest);
    private static readonly RdfTerm Nil = RdfTerm.Iri(RdfVocabulary.Nil);

    private readonly RdfDataset dataset = [];
    private Dictionary<string, RdfTerm>? blankNodes;
    private Dictionary<RdfTerm, int>? statements;
    private Dictionary<(RdfTerm? Graph, RdfTerm Node), string>? indexes;
    private int issued;

    public RdfDataset Emit(ExpandedDocument document)
    {
        dataset.MakeRoom(document.Statements);
        EmitAll(document.Items, null, isGraphKept: true);
        return dataset;
    }

    /// <summary>Emits the statements of a node.</summary>
    /// <returns>The node; null if its id is not an IRI, so that no statement can name it.</returns>
    private RdfTerm? EmitNode(ExpandedObject node, RdfTerm? graph, bool isGraphKept)
    {
        var subject = node.HasId ? Reference(node.Id) : NewBlankNode();
        CheckIndex(node, subject, graph);
        EmitTypes(node, subject, graph, isGraphKept);
        EmitProperties(node, subject, graph, isGraphKept);
        EmitReverse(node, subject, graph, isGraphKept);
        EmitAll(node.Included, graph, isGraphKept);
        EmitAll(node.Graph, subject, isGraphKept: subject is not null);
        return subject;
    }

    private void EmitTypes(ExpandedObject node, RdfTerm? subject, RdfTerm? graph, bool isGraphKept)
    {
        if (node.Types is not { } types)
        {
            return;
        }

        foreach (var type in types)
        {
            Add(subject, TypePredicate, Reference(type), graph, isGraphKept);
        }
    }

    private void EmitProperties(ExpandedObject node, RdfTerm? subject, RdfTerm? graph, bool isGraphKept)
    {
        if (node.Properties is not { } properties)
        {
            return;
        }

        foreach (var property in properties)
        {
            if (property.Value is { } value)
            {
                var predicate = PredicateOf(property);
                var isKept = isGraphKept && subject is not null && IsPredicate(predicate);
                Add(subject, predicate, EmitObject(value, graph, isGraphKept, isKept), graph, isGraphKept);
            }
        }
    }

    private void EmitReverse(ExpandedObject node, RdfTerm? subject, RdfTerm? graph, bool isGraphKept)
    {
        if (node.Reverse is not { } reverse)
        {
            return;
        }

        foreach (var property in reverse)
        {
            if (property.Value is { } other)
            {
                Add(EmitNode(other, graph, isGraphKept), PredicateOf(property), subject, graph, isGraphKept);
            }
        }
    }

    /// <summary>Emits nodes to which no statement links: only their own statements are kept.</summary>
    private void EmitAll(List<ExpandedObject>? nodes, RdfTerm? graph, bool isGraphKept)
    {
        if (nodes is null)
        {
            return;
        }

        foreach (var node in nodes)
        {
            if (!node.IsNode || (node.IsSilent && (node.HasId || node.Included is null)))
            {
                Drop(LinkedDataError.DroppedValue, "an item of a graph says nothing");
            }

            if (node.IsNode)
            {
                var name = node.HasId ? Reference(node.Id) : null;
                var before = StatementsIn(name);
                EmitNode(node, graph, isGraphKept);
                if (name is not null
                    && node is { Types: null or [], Properties: null or { Count: 0 }, Reverse: null or { Count: 0 } }
                    && StatementsIn(name) == before)
                {
                    Drop(LinkedDataError.DroppedValue, "a graph has a name, and no statement of its own");
                }
            }
        }
    }

    /// <summary>Emits the parts of a value.</summary>
    /// <param name="value">A node, a literal or a list.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="isGraphKept">Whether the nodes' own statements are kept.</param>
    /// <param name="isKept">
    /// Whether the statement with the value is kept. If not, its list and its compound literal, which are parts of that statement, are not
    /// kept either (section 8.1, step 1.3.2).
    /// </param>
    private RdfTerm? EmitObject(ExpandedObject value, RdfTerm? graph, bool isGraphKept, bool isKept)
    {
        if (value.IsList)
        {
            return EmitList(value.List!, graph, isGraphKept, isKept);
        }

        return value.IsValue ? Literal(value, graph, isKept) : EmitNode(value, graph, isGraphKept);
    }

    /// <summary>List conversion, section 8.3.</summary>
    private RdfTerm EmitList(List<ExpandedObject> items, RdfTerm? graph, bool isGraphKept, bool isKept)
    {
        if (items.Count == 0)
        {
            return Nil;
        }

        var cells = items.ConvertAll(_ => NewBlankNode());
        for (var index = 0; index < items.Count; index++)
        {
            var item = EmitObject(items[index], graph, isGraphKept, isKept);
            if (isKept)
            {
                Add(cells[index], First, item, graph, isGraphKept);
                Add(cells[index], Rest, index + 1 < cells.Count ? cells[index + 1] : Nil, graph, isGraphKept);
            }
        }

        return cells[0];
    }

    private int StatementsIn(RdfTerm? graph) => graph is null ? 0 : statements?.GetValueOrDefault(graph) ?? 0;

    private RdfTerm? PredicateOf(ExpandedProperty property) => property.Predicate ?? Reference(property.Iri);

    private bool IsPredicate(RdfTerm? predicate) => predicate is not null && (options.GeneralizedRdf || !predicate.IsBlank);

    private void Add(RdfTerm? subject, RdfTerm? predicate, RdfTerm? value, RdfTerm? graph, bool isGraphKept)
    {
        if (subject is null || predicate is null || value is null || !isGraphKept)
        {
            Drop(LinkedDataError.RelativeIri, "a statement has a part that is no IRI");
            return;
        }

        if (!IsPredicate(predicate))
        {
            Drop(LinkedDataError.DroppedProperty, "a blank node can't be a predicate");
            return;
        }

        dataset.Add(new RdfQuad(subject, predicate, value, graph));
        if (graph is not null)
        {
            (statements ??= [])[graph] = StatementsIn(graph) + 1;
        }

        if (dataset.Count > options.MaximumQuads)
        {
            throw new LinkedDataException(
                LinkedDataError.LimitExceeded, "", $"the document becomes more than {options.MaximumQuads} statements");
        }
    }

    private void Drop(string code, string message)
    {
        if (options.SafeMode)
        {
            throw new LinkedDataException(code, "", message);
        }
    }

    /// <summary>An IRI or blank node; null if it is neither.</summary>
    private RdfTerm? Reference(string? id)
    {
        if (id is null)
        {
            return null;
        }

        if (!Iri.IsBlank(id))
        {
            return Iri.IsWellFormed(id) ? RdfTerm.Iri(id) : null;
        }

        blankNodes ??= new(StringComparer.Ordinal);
        if (!blankNodes.TryGetValue(id, out var node))
        {
            blankNodes.Add(id, node = NewBlankNode());
        }

        return node;
    }

    private RdfTerm NewBlankNode() => RdfTerm.BlankNode("b" + (issued++).ToString(CultureInfo.InvariantCulture));

    /// <summary>Node map generation, section 7.2.2 step 6.8: a node has only one index.</summary>
    private void CheckIndex(ExpandedObject node, RdfTerm? subject, RdfTerm? graph)
    {
        if (node.Index is null || subject is null || !node.HasId)
        {
            return;
        }

        indexes ??= [];
        if (!indexes.TryAdd((graph, subject), node.Index) && indexes[(graph, subject)] != node.Index)
        {
            throw new LinkedDataException("conflicting indexes", "", "a node has two indexes");
        }
    }

    /// <summary>Object to RDF conversion for value objects, section 8.2.2.</summary>
    private RdfTerm? Literal(ExpandedObject item, RdfTerm? graph, bool isKept)
    {
        var value = item.Value;
        var datatype = item.Types?[0];
        if (datatype == Keyword.Json)
        {
            return RdfTerm.Literal(value.Canonical ?? CanonicalScalar(value), RdfVocabulary.Json);
        }

        if (datatype is not null && !Iri.IsWellFormed(datatype))
        {
            return null;
        }

        if (item.Language is not null && !LanguageTag.IsWellFormed(item.Language))
        {
            return null;
        }

        return value.Kind switch
        {
            JsonValueKind.True => RdfTerm.Literal("true", datatype ?? RdfVocabulary.XsdBoolean),
            JsonValueKind.False => RdfTerm.Literal("false", datatype ?? RdfVocabulary.XsdBoolean),
            JsonValueKind.Number => Number(value.Json.GetDouble(), datatype),
            _ => Text(value.Text!, datatype, item, graph, isKept),
        };
    }

    /// <summary>A value that became a JSON literal only by the type of its term.</summary>
    private static string CanonicalScalar(JsonLdValue value)
    {
        var json = value.Text is null ? value.Json : JsonSerializer.SerializeToElement(value.Text);
        return Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(json));
    }

    private static RdfTerm Number(double value, string? datatype)
    {
        return RdfNumber.IsInteger(value) && datatype != RdfVocabulary.XsdDouble
            ? RdfTerm.Literal(RdfNumber.FormatInteger(value), datatype ?? RdfVocabulary.XsdInteger)
            : RdfTerm.Literal(RdfNumber.FormatDouble(value), datatype ?? RdfVocabulary.XsdDouble);
    }

    private RdfTerm Text(string text, string? datatype, ExpandedObject item, RdfTerm? graph, bool isKept)
    {
        if (item.Direction is { } direction && options.Direction == RdfDirection.I18nDatatype)
        {
            return RdfTerm.Literal(text, $"{RdfVocabulary.I18n}{item.Language}_{direction}");
        }

        if (item.Direction is not null && options.Direction == RdfDirection.CompoundLiteral)
        {
            return CompoundLiteral(text, item, graph, isKept);
        }

        if (item.Language is { } language)
        {
            return RdfTerm.LanguageString(text, language);
        }

        return datatype is null ? RdfTerm.Literal(text) : RdfTerm.Literal(text, datatype);
    }

    private RdfTerm CompoundLiteral(string text, ExpandedObject item, RdfTerm? graph, bool isKept)
    {
        var node = NewBlankNode();
        if (!isKept)
        {
            return node;
        }

        Add(node, RdfTerm.Iri(RdfVocabulary.Value), RdfTerm.Literal(text), graph, isGraphKept: true);
        if (item.Language is { } language)
        {
            Add(node, RdfTerm.Iri(RdfVocabulary.Language), RdfTerm.Literal(language), graph, isGraphKept: true);
        }

        Add(node, RdfTerm.Iri(RdfVocabulary.Direction), RdfTerm.Literal(item.Direction!), graph, isGraphKept: true);
        return node;
    }
}
