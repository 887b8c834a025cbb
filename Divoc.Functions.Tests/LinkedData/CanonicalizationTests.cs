using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

public sealed class CanonicalizationTests
{
    private const string Predicate = "urn:p";

    [Fact]
    public void Relabelled_and_shuffled_graphs_have_the_same_canonical_form()
    {
        Gen.Select(RandomGraphs.DatasetWithoutBlankGraphs, Gen.Int).Sample((dataset, seed) =>
            Canonical(dataset) == Canonical(RandomGraphs.Disguise(dataset, seed)), iter: 3000);
    }

    [Fact]
    public void Graphs_that_differ_in_one_quad_have_different_canonical_forms()
    {
        Gen.Select(RandomGraphs.Dataset, RandomGraphs.Quad).Where((dataset, quad) => !dataset.Contains(quad)).Sample((dataset, quad) =>
            Canonical(dataset) != Canonical(new RdfDataset([.. dataset, quad])), iter: 3000);
    }

    [Fact]
    public void The_canonical_form_of_a_canonical_form_is_the_same()
    {
        RandomGraphs.DatasetWithoutBlankGraphs
            .Sample(dataset => Canonical(NQuadsReader.Read(Canonical(dataset))) == Canonical(dataset), iter: 3000);
    }

    [Fact]
    public void A_graph_is_read_back_as_it_was_written()
    {
        RandomGraphs.Dataset.Sample(dataset => dataset.SequenceEqual(NQuadsReader.Read(NQuadsWriter.Write(dataset))), iter: 3000);
    }

    [Theory]
    [InlineData(CanonicalForm.Rdfc10, "\\b\\t\\n\\u000B\\f\\r\\\"\\\\\\u0001\\u001F\\u007F\\uFFFE\u0080é😀")]
    [InlineData(CanonicalForm.Urdna2015, "\b\t\\n\u000b\f\\r\\\"\\\\\u0001\u001f\u007f\ufffe\u0080é😀")]
    public void Literals_are_escaped_as_the_canonical_form_requires(CanonicalForm form, string escaped)
    {
        const string Text = "\b\t\n\u000b\f\r\"\\\u0001\u001f\u007f\ufffe\u0080é😀";
        var dataset = new RdfDataset([new RdfQuad(RdfTerm.Iri("urn:s"), RdfTerm.Iri(Predicate), RdfTerm.Literal(Text))]);
        Assert.Equal(
            $"<urn:s> <urn:p> \"{escaped}\" .\n",
            Encoding.UTF8.GetString(new RdfCanonicalizer(new() { Form = form }).Canonicalize(dataset).NQuads));
    }

    [Theory]
    [InlineData(CanonicalForm.Rdfc10, "\uff21", "\U0001F600")]
    [InlineData(CanonicalForm.Urdna2015, "\U0001F600", "\uff21")]
    public void Lines_are_sorted_as_the_canonical_form_requires(CanonicalForm form, string first, string second)
    {
        var dataset = new RdfDataset(
            new[] { second, first }.Select(text => new RdfQuad(RdfTerm.Iri("urn:s"), RdfTerm.Iri(Predicate), RdfTerm.Literal(text))));
        var expected = $"<urn:s> <urn:p> \"{first}\" .\n<urn:s> <urn:p> \"{second}\" .\n";
        Assert.Equal(expected, Encoding.UTF8.GetString(new RdfCanonicalizer(new() { Form = form }).Canonicalize(dataset).NQuads));
    }

    [Fact]
    public void Lone_surrogates_are_refused()
    {
        var dataset = new RdfDataset([new RdfQuad(RdfTerm.Iri("urn:s"), RdfTerm.Iri(Predicate), RdfTerm.Literal("\ud800"))]);
        Assert.Equal(
            LinkedDataError.InvalidText, Assert.Throws<LinkedDataException>(() => new RdfCanonicalizer().Canonicalize(dataset)).Code);
    }

    public static TheoryData<string> Poisons =>
        ["complete 8", "complete 12", "complete 40", "complete 200", "ring 3000", "star ring 60", "grid 12"];

    [Theory]
    [MemberData(nameof(Poisons))]
    public void A_poison_graph_gives_an_error_in_time(string poison)
    {
        var dataset = Poison(poison);
        var watch = Stopwatch.StartNew();
        var error = Assert.Throws<LinkedDataException>(() => new RdfCanonicalizer().Canonicalize(dataset));
        Assert.Equal(LinkedDataError.WorkExceeded, error.Code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Unbounded.AfterThis);
    }

    [Fact]
    public void Many_distinguishable_nodes_are_not_refused_as_a_poison_graph()
    {
        var dataset = new RdfDataset(Enumerable.Range(0, 5000).Select(number => new RdfQuad(
            RdfTerm.BlankNode("n" + number.ToString(CultureInfo.InvariantCulture)),
            RdfTerm.Iri(Predicate),
            RdfTerm.Literal(number.ToString(CultureInfo.InvariantCulture)))));
        Assert.Equal(5000, new RdfCanonicalizer().Canonicalize(dataset).Labels.Count);
    }

    private static string Canonical(RdfDataset dataset) => Encoding.UTF8.GetString(new RdfCanonicalizer().Canonicalize(dataset).NQuads);

    private static RdfDataset Poison(string name)
    {
        var space = name.LastIndexOf(' ');
        var size = int.Parse(name.AsSpan(space + 1), CultureInfo.InvariantCulture);
        var all = Enumerable.Range(0, size).ToList();
        var edges = name[..space] switch
        {
            "complete" => all.SelectMany(from => all.Where(to => to != from).Select(to => (from, to))),
            "ring" => all.Select(from => (from, (from + 1) % size)),
            "star ring" => all.SelectMany(from => Enumerable.Range(1, 5).Select(step => (from, (from + step) % size))),
            "grid" => all.SelectMany(row => all.SelectMany(column => new[]
            {
                ((row * size) + column, (row * size) + ((column + 1) % size)),
                ((row * size) + column, ((row + 1) % size * size) + column),
            })),
            _ => all.SelectMany(from => new[] { (from + 1, 0), (0, from + 1) }),
        };
        return new RdfDataset(edges.Select(edge => new RdfQuad(Node(edge.Item1), RdfTerm.Iri(Predicate), Node(edge.Item2))));
    }

    private static RdfTerm Node(int number) => RdfTerm.BlankNode("n" + number.ToString(CultureInfo.InvariantCulture));
}
