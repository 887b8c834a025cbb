using System.Text;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>Corners of the standard's algorithms that its own suite leaves out.</summary>
public sealed class ExpansionCornerTests
{
    private static readonly JsonLdOptions Options = JsonLdOptions.Safe with { SafeMode = false };

    [Theory]
    [InlineData(
        """[{ "@set": ["a", "b"] }, "c"]""", """[{ "@list": [{ "@list": [{ "@value": "a" }, { "@value": "b" }] }, { "@value": "c" }] }]""")]
    [InlineData("""[{ "@set": "a" }, "b"]""", """[{ "@list": [{ "@value": "a" }, { "@value": "b" }] }]""")]
    [InlineData("""[{ "@set": null }, "b"]""", """[{ "@list": [{ "@value": "b" }] }]""")]
    [InlineData("""[[], ["a"]]""", """[{ "@list": [{ "@list": [] }, { "@list": [{ "@value": "a" }] }] }]""")]
    public void An_array_in_a_list_becomes_a_list(string list, string expanded)
    {
        var document = $$"""{ "@context": { "list": { "@id": "urn:p:list", "@container": "@list" } }, "list": {{list}} }""";
        AssertExpands(document, $$"""[{ "urn:p:list": {{expanded}} }]""");
    }

    [Theory]
    [InlineData("""{ "urn:p:a": { "@set": null }, "urn:p:b": true }""", """[{ "urn:p:b": [{ "@value": true }] }]""")]
    [InlineData("""{ "urn:p:a": { "@set": [null] } }""", """[{ "urn:p:a": [] }]""")]
    [InlineData(
        """{ "@context": { "a": { "@reverse": "@type" }, "b": "urn:p:b" }, "a": true, "b": true }""",
        """[{ "urn:p:b": [{ "@value": true }] }]""")]
    public void Input_that_the_standard_ignores_is_ignored(string document, string expanded) => AssertExpands(document, expanded);

    [Fact]
    public void A_reverse_property_map_may_not_contain_keywords_not_even_nest()
    {
        var document = JsonElement.Parse("""{ "@reverse": { "@nest": { "urn:p:a": { "@id": "urn:s:a" } } } }""");
        Assert.Equal("invalid reverse property map", Assert.Throws<LinkedDataException>(() => Processor().Expand(document)).Code);
    }

    [Fact]
    public void An_index_may_be_a_JSON_literal()
    {
        var document = JsonElement.Parse("""
            {
              "@context": {
                "a": { "@id": "urn:p:a", "@container": "@index", "@index": "i" },
                "i": { "@id": "urn:p:i", "@type": "@json" }
              },
              "@id": "urn:s:a",
              "a": { "one": { "@id": "urn:s:b" } }
            }
            """);
        var quads = Encoding.UTF8.GetString(NQuadsWriter.Write(new JsonLdProcessor(FrozenContexts.Empty).ToRdf(document)));
        Assert.Contains(
            "<urn:s:b> <urn:p:i> \"\\\"one\\\"\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .\n", quads, StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_nodes_are_predicates_only_in_generalized_RDF()
    {
        var document = JsonElement.Parse("""{ "@context": { "a": { "@id": "_:p" } }, "@id": "urn:s:a", "a": true }""");
        Assert.Empty(Processor().ToRdf(document));
        var generalized = new JsonLdProcessor(FrozenContexts.Empty, Options with { GeneralizedRdf = true }).ToRdf(document);
        Assert.Equal(generalized, NQuadsReader.Read(NQuadsWriter.Write(generalized), generalized: true));
    }

    private static JsonLdProcessor Processor() => new(FrozenContexts.Empty, Options);

    private static void AssertExpands(string document, string expected)
    {
        using var expanded = JsonDocument.Parse(Processor().Expand(JsonElement.Parse(document)).ToJson());
        Assert.True(UnorderedJson.AreEqual(JsonElement.Parse(expected), expanded.RootElement), expanded.RootElement.GetRawText());
    }
}
