using CsCheck;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>Random small datasets with many blank nodes that look alike.</summary>
internal static class RandomGraphs
{
    private static readonly Gen<RdfTerm> Blank = Gen.Int[0, 5].Select(number => RdfTerm.BlankNode("n" + number));
    private static readonly Gen<RdfTerm> Iri = Gen.Int[0, 2].Select(number => RdfTerm.Iri("urn:example:" + number));
    private static readonly Gen<RdfTerm> Literal = Gen.OneOf(
        Gen.String[AnyOf('a', '"', '\\', '\n', '\t', 'é', '\u2028'), 0, 4].Select(text => RdfTerm.Literal(text)),
        AnyOf("en", "de").Select(language => RdfTerm.LanguageString("x", language)),
        Gen.Const(RdfTerm.Literal("1", "http://www.w3.org/2001/XMLSchema#integer")));

    private static readonly Gen<RdfTerm> Node = Gen.Frequency((4, Blank), (1, Iri));
    private static readonly Gen<RdfTerm> Value = Gen.Frequency((4, Blank), (1, Iri), (1, Literal));
    private static readonly Gen<RdfTerm?> Graph = Gen.Frequency((5, Gen.Const((RdfTerm?)null)), (1, Node.Select(RdfTerm? (node) => node)));

    public static Gen<RdfQuad> Quad { get; } =
        Gen.Select(Node, Iri, Value, Graph, (subject, predicate, value, graph) => new RdfQuad(subject, predicate, value, graph));

    public static Gen<RdfDataset> Dataset { get; } = Quad.Array[0, 14].Select(quads => new RdfDataset(quads));

    /// <summary>
    /// Datasets whose graphs are not named by blank nodes. Where they are, the standard itself tells some nodes apart by nothing: its hash
    /// of a node's neighbourhood (RDFC-1.0 section 4.8) does not keep which graph name goes with which quad, so that equal datasets can get
    /// two forms.
    /// </summary>
    public static Gen<RdfDataset> DatasetWithoutBlankGraphs { get; } =
        Dataset.Select(dataset => new RdfDataset([.. dataset.Where(quad => quad.Graph is not { IsBlank: true })]));

    /// <summary>One of a few values.</summary>
    public static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>The same dataset with other blank node labels, in another order.</summary>
    public static RdfDataset Disguise(RdfDataset dataset, int seed)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, 6).ToArray();
        random.Shuffle(labels);
        var quads = dataset.Select(
            quad => new RdfQuad(Rename(quad.Subject, labels)!, quad.Predicate, Rename(quad.Object, labels)!, Rename(quad.Graph, labels)))
            .ToArray();
        random.Shuffle(quads);
        return new RdfDataset(quads);
    }

    private static RdfTerm? Rename(RdfTerm? term, int[] labels)
    {
        return term is { IsBlank: true } ? RdfTerm.BlankNode("m" + labels[term.Value[1] - '0']) : term;
    }
}
