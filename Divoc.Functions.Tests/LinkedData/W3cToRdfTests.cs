using System.Text;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>The W3C suite of the algorithm that deserialises JSON-LD 1.1 to RDF. Datasets are compared by their canonical form.</summary>
public sealed class W3cToRdfTests
{
    private const string Manifest = "json-ld-api/toRdf-manifest.jsonld";

    public static TheoryData<string, string> Cases => W3cCases.Rows(Manifest, "sequence", "@id", W3cJsonLdCase.IsForVersion11);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_W3C_test_case_gives_the_expected_quads(string id, string name)
    {
        Assert.NotEmpty(name);
        var test = new W3cJsonLdCase(W3cCases.Entry(Manifest, "sequence", "@id", id));
        if (test.IsPositive)
        {
            var expected = NQuadsReader.Read(File.ReadAllBytes(test.ExpectedPath), generalized: test.IsGeneralized);
            Assert.Equal(Canonical(expected), Canonical(test.Processor.ToRdf(test.Input)));
        }
        else if (test.IsSyntax)
        {
            Assert.NotNull(test.Processor.ToRdf(test.Input));
        }
        else
        {
            Assert.Equal(test.ErrorCode, W3cJsonLdCase.ErrorOf(() => test.Processor.ToRdf(test.Input)));
        }
    }

    private static string Canonical(RdfDataset dataset) => Encoding.UTF8.GetString(new RdfCanonicalizer().Canonicalize(dataset).NQuads);
}
