using System.Text;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>In safe mode nothing is dropped on the way to RDF, and every refusal names its place.</summary>
public sealed class SafeModeTests
{
    private const string Context = """
        {
          "@context": {
            "name": "https://example.org/name",
            "knows": { "@id": "https://example.org/knows", "@type": "@id" },
            "byIndex": { "@id": "https://example.org/by", "@container": "@index" },
            "byId": { "@id": "https://example.org/by", "@container": "@id" },
            "titles": { "@id": "https://example.org/title", "@container": "@language" },
            "blank": { "@id": "_:p" },
            "byOdd": { "@id": "https://example.org/by", "@container": "@index", "@index": "https://example.org/a b" },
            "odd": "https://example.org/a b",
            "typed": { "@id": "https://example.org/typed", "@type": "https://example.org/a b" },
            "gone": null,
            "nest": "@nest",
            "list": { "@id": "https://example.org/list", "@container": "@list" },
            "graph": { "@id": "https://example.org/graph", "@container": "@graph" },
            "data": { "@id": "https://example.org/data", "@type": "@json" },
            "Thing": "https://example.org/Thing"
          }
        }
        """;

    private static readonly FrozenContexts Contexts = FrozenContexts.Of(
    [
        KeyValuePair.Create("https://example.org/context", (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Context)),
        KeyValuePair.Create("https://example.org/a", (ReadOnlyMemory<byte>)"""{ "@context": ["https://example.org/b"] }"""u8.ToArray()),
        KeyValuePair.Create("https://example.org/b", (ReadOnlyMemory<byte>)"""{ "@context": "https://example.org/a" }"""u8.ToArray()),
        KeyValuePair.Create("https://example.org/list", (ReadOnlyMemory<byte>)"[]"u8.ToArray()),
    ]);

    [Theory]
    [InlineData("""{ "name": "x", "unknown": "y" }""", LinkedDataError.DroppedProperty, "/unknown")]
    [InlineData("""{ "knows": [{ "name": "x" }, { "a/b~c": 1 }] }""", LinkedDataError.DroppedProperty, "/knows/1/a~1b~0c")]
    [InlineData("""{ "name": "x", "gone": "y" }""", LinkedDataError.DroppedProperty, "/gone")]
    [InlineData("""{ "name": "x", "@future": "y" }""", LinkedDataError.DroppedProperty, "/@future")]
    [InlineData("""{ "name": "x", "blank": "y" }""", LinkedDataError.DroppedProperty, "/blank")]
    [InlineData("""{ "byOdd": { "x": { "name": "y" } } }""", LinkedDataError.RelativeIri, "/byOdd/x")]
    [InlineData("""{ "odd": "y" }""", LinkedDataError.RelativeIri, "/odd")]
    [InlineData("""{ "typed": "y" }""", LinkedDataError.RelativeIri, "/typed")]
    [InlineData("""{ "knows": { "name": [1, 1e999] } }""", LinkedDataError.InvalidJson, "/knows/name/1")]
    [InlineData("""{ "data": { "a": 1, "a": 2 } }""", LinkedDataError.DuplicateMember, "/data")]
    [InlineData("""{ "@id": "relative", "name": "x" }""", LinkedDataError.RelativeIri, "/@id")]
    [InlineData("""{ "@id": "urn:a b", "name": "x" }""", LinkedDataError.RelativeIri, "/@id")]
    [InlineData("""{ "@id": "", "name": "x" }""", LinkedDataError.RelativeIri, "/@id")]
    [InlineData("""{ "name": "x", "knows": "relative" }""", LinkedDataError.RelativeIri, "/knows")]
    [InlineData("""{ "name": "x", "@type": "Unknown" }""", LinkedDataError.RelativeIri, "/@type")]
    [InlineData("""{ "name": "x", "@type": "@json" }""", LinkedDataError.RelativeIri, "")]
    [InlineData("""{ "byId": { "relative": { "name": "x" } } }""", LinkedDataError.RelativeIri, "/byId/relative")]
    [InlineData("""{ "name": null, "knows": "urn:a:b" }""", LinkedDataError.DroppedValue, "/name")]
    [InlineData("""{ "name": ["x", null] }""", LinkedDataError.DroppedValue, "/name/1")]
    [InlineData("""{ "name": [] }""", LinkedDataError.DroppedValue, "/name")]
    [InlineData("""{ "name": { "@set": [] } }""", LinkedDataError.DroppedValue, "/name/@set")]
    [InlineData("""{ "name": { "@value": null } }""", LinkedDataError.DroppedValue, "/name")]
    [InlineData("""{ "name": { "@value": "x", "@index": "i" } }""", LinkedDataError.DroppedValue, "/name/@index")]
    [InlineData("""{ "name": { "@value": "x", "@direction": "rtl" } }""", LinkedDataError.DroppedValue, "/name")]
    [InlineData("""{ "name": { "@value": "x", "@language": "no tag" } }""", LinkedDataError.DroppedValue, "/name")]
    [InlineData("""{ "name": { "@language": "en" } }""", LinkedDataError.DroppedValue, "/name")]
    [InlineData("""{ "byIndex": { "one": "x" } }""", LinkedDataError.DroppedValue, "/byIndex/one")]
    [InlineData("""{ "byId": { "urn:a:b": "x" } }""", LinkedDataError.DroppedValue, "/byId/urn:a:b")]
    [InlineData("""{ "titles": { "en": null } }""", LinkedDataError.DroppedValue, "/titles/en")]
    [InlineData("""{ "@id": "urn:a:b" }""", LinkedDataError.DroppedValue, "")]
    [InlineData("""{ "name": ["x", []] }""", LinkedDataError.DroppedValue, "/name/1")]
    [InlineData("""{ "name": ["x", { "@set": [] }] }""", LinkedDataError.DroppedValue, "/name/1/@set")]
    [InlineData("""{ "name": "x", "nest": [] }""", LinkedDataError.DroppedValue, "/nest")]
    [InlineData("""{ "name": "x", "nest": {} }""", LinkedDataError.DroppedValue, "/nest")]
    [InlineData("""{ "name": "x", "@reverse": {} }""", LinkedDataError.DroppedValue, "/@reverse")]
    [InlineData("""{ "name": "x", "@included": [] }""", LinkedDataError.DroppedValue, "/@included")]
    [InlineData("""{ "name": "x", "@graph": [] }""", LinkedDataError.DroppedValue, "/@graph")]
    [InlineData("""{ "titles": { "en": "x", "de": [] } }""", LinkedDataError.DroppedValue, "/titles/de")]
    [InlineData("""{ "@id": "urn:a:b", "@included": { "name": "x" } }""", LinkedDataError.DroppedValue, "")]
    [InlineData("""{ "list": ["x", { "@set": [] }] }""", LinkedDataError.DroppedValue, "/list/1/@set")]
    [InlineData("""{ "graph": "x" }""", LinkedDataError.DroppedValue, "/graph")]
    [InlineData("""{ "graph": { "@id": "urn:a:b" } }""", LinkedDataError.DroppedValue, "/graph")]
    [InlineData("""{ "@id": "urn:a:b", "@graph": [{ "@graph": [{ "name": "x" }] }] }""", LinkedDataError.DroppedValue, "")]
    [InlineData("""{ "@graph": ["free"] }""", LinkedDataError.DroppedValue, "/@graph/0")]
    [InlineData("""{ "name": "x", "@type": [] }""", LinkedDataError.DroppedValue, "/@type")]
    public void Data_that_would_be_lost_are_refused_with_their_place(string document, string code, string place)
    {
        var error = ErrorOf(WithContext(document));
        Assert.Equal((code, place), (error.Code, error.Place));
    }

    [Theory]
    [InlineData("\"https://example.org/unknown\"", "loading remote context failed")]
    [InlineData("\"relative\"", "loading remote context failed")]
    [InlineData("\"https://example.org/a\"", "context overflow")]
    [InlineData("\"https://example.org/list\"", "invalid remote context")]
    [InlineData("7", "invalid local context")]
    public void An_unusable_context_is_refused(string context, string code)
    {
        Assert.Equal(code, ErrorOf($$"""{ "@context": {{context}}, "@id": "urn:a:b" }""").Code);
    }

    [Theory]
    [InlineData("""{ "name": "x", "name": "y" }""", LinkedDataError.DuplicateMember)]
    [InlineData("""{ "name": "\ud800" }""", LinkedDataError.InvalidText)]
    [InlineData("""{ "\ud800": "x" }""", LinkedDataError.InvalidText)]
    [InlineData("""{ "name": 1e999 }""", LinkedDataError.InvalidJson)]
    [InlineData("""{ "data": { "a": 1, "a": 2 } }""", LinkedDataError.DuplicateMember)]
    public void JSON_that_libraries_interpret_in_different_ways_is_refused(string document, string code)
    {
        Assert.Equal(code, ErrorOf(WithContext(document)).Code);
    }

    [Fact]
    public void Without_safe_mode_data_that_safe_mode_refuses_are_dropped()
    {
        var document = JsonElement.Parse(
            """{ "@context": "https://example.org/context", "@id": "urn:a:b", "name": ["x", null], "unknown": 1, "knows": "relative" }""");
        Assert.Single(new JsonLdProcessor(Contexts, JsonLdOptions.Safe with { SafeMode = false }).ToRdf(document));
    }

    [Fact]
    public void A_document_that_loses_no_data_is_accepted()
    {
        var document = WithContext("""
            { "@id": "urn:a:b", "@type": "Thing", "name": ["x", { "@value": "y", "@language": "en" }], "knows": { "@list": [] }, "list": [], "data": null,
              "titles": { "en": "t", "@none": "u" }, "byId": { "urn:c:d": { "name": "z" }, "@none": { "name": "w" } } }
            """);
        Assert.Equal(12, new JsonLdProcessor(Contexts).ToRdf(JsonElement.Parse(document)).Count);
    }

    [Fact]
    public void Limits_on_depth_size_and_statements_are_enforced()
    {
        var deep = string.Concat(Enumerable.Repeat("""{ "knows": """, 70)) + "{}" + new string('}', 70);
        var options = new JsonDocumentOptions { MaxDepth = 256 };
        Assert.Equal(
            LinkedDataError.LimitExceeded, ErrorOf(JsonDocument.Parse(WithContext(deep), options).RootElement, JsonLdOptions.Safe).Code);
        var document = JsonElement.Parse(WithContext("""{ "name": ["a", "b", "c"] }"""));
        Assert.Equal(LinkedDataError.LimitExceeded, ErrorOf(document, JsonLdOptions.Safe with { MaximumQuads = 2 }).Code);
        Assert.Equal(LinkedDataError.LimitExceeded, ErrorOf(document, JsonLdOptions.Safe with { MaximumBytes = 20 }).Code);
    }

    [Fact]
    public void Scoped_contexts_that_copy_many_terms_many_times_are_refused()
    {
        var terms = string.Join(',', Enumerable.Range(0, 3000).Select(number => $"\"t{number}\": \"https://example.org/{number}\""));
        var scopes = string.Join(',', Enumerable.Range(0, 1000).Select(number => $$"""{ "s": {"name": "x"} }"""));
        var document = JsonElement.Parse($$"""
            { "@context": { {{terms}}, "s": { "@id": "https://example.org/s", "@context": { "name": "https://example.org/name" } }, "p": "https://example.org/p" },
              "p": [{{scopes}}] }
            """);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(LinkedDataError.LimitExceeded, ErrorOf(document, JsonLdOptions.Safe).Code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Unbounded.AfterThis);
    }

    [Fact]
    public void Documents_with_ever_new_context_combinations_give_the_same_results()
    {
        var processor = new JsonLdProcessor(Contexts);
        var expected = processor.ToRdf(JsonElement.Parse(WithContext("""{ "@id": "urn:a:b", "name": "x" }"""))).ToList();
        for (var count = 1; count < 3000; count += 100)
        {
            var contexts = string.Join(',', Enumerable.Repeat("\"https://example.org/context\"", count));
            var document = JsonElement.Parse($$"""{ "@context": [{{contexts}}], "@id": "urn:a:b", "name": "x" }""");
            Assert.Equal(expected, processor.ToRdf(document));
        }
    }

    private static string WithContext(string document) => document.Insert(1, "\"@context\": \"https://example.org/context\",");

    private static LinkedDataException ErrorOf(string document) => ErrorOf(JsonElement.Parse(document), JsonLdOptions.Safe);

    private static LinkedDataException ErrorOf(JsonElement document, JsonLdOptions options)
    {
        return Assert.Throws<LinkedDataException>(() => new JsonLdProcessor(Contexts, options).ToRdf(document));
    }
}
