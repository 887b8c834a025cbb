using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>Documents within the bound on bytes that would take the stack, the memory or the time of a server.</summary>
public sealed class BoundsTests
{
    private static readonly string LongIri = "urn:a:" + new string('a', 400_000);

    public static TheoryData<string> Documents =>
    [
        "terms defined by the next one",
        "terms defined by the one before",
        "vocabularies that grow",
        "bases that grow",
        "members of a long vocabulary",
        "members with a long prefix",
        "values with a long predicate",
        "references to a long base",
        "contexts of many terms set to null",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_that_needs_too_many_resources_is_refused_in_time(string name)
    {
        var document = JsonElement.Parse(Document(name));
        var watch = Stopwatch.StartNew();
        var error = Assert.Throws<LinkedDataException>(() =>
            new RdfCanonicalizer()
                .Canonicalize(new JsonLdProcessor(FrozenContexts.Empty, JsonLdOptions.Safe with { SafeMode = false }).ToRdf(document)));
        Assert.Equal(LinkedDataError.LimitExceeded, error.Code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Unbounded.AfterThis);
    }

    [Fact]
    public void A_JSON_literal_with_too_many_levels_is_refused()
    {
        var literal = new string('[', 2000) + new string(']', 2000);
        using var document = JsonDocument.Parse(
            $$"""{ "urn:p:a": { "@type": "@json", "@value": {{literal}} } }""", new JsonDocumentOptions { MaxDepth = 5000 });
        var error = Assert.Throws<LinkedDataException>(
            () => new JsonLdProcessor(FrozenContexts.Empty).Expand(document.RootElement).ToJson());
        Assert.Equal((LinkedDataError.LimitExceeded, "/urn:p:a/@value"), (error.Code, error.Place));
    }

    private static string Document(string name)
    {
        return name switch
        {
            "terms defined by the next one" => Terms(40_000, static number => number + 1),
            "terms defined by the one before" => Terms(40_000, static number => number - 1),
            "vocabularies that grow" => $$"""{ "@context": [{{Repeat(40_000, static _ => "{\"@vocab\":\"abcde\"}")}}] }""",
            "bases that grow" => $$"""{ "@context": [{ "@base": "urn:a:/" }, {{Repeat(40_000, static _ => "{\"@base\":\"abcde/\"}")}}] }""",
            "members of a long vocabulary" =>
                $$"""{ "@context": { "@vocab": "{{LongIri}}" }, {{Repeat(2000, static number => $"\"{number}\":1")}} }""",
            "members with a long prefix" =>
                $$"""{ "@context": { "p": "{{LongIri}}/" }, {{Repeat(2000, static number => $"\"p:{number}\":1")}} }""",
            "values with a long predicate" => $$"""{ "@id": "urn:s:a", "{{LongIri}}": [{{Repeat(2000, static number => number)}}] }""",
            "references to a long base" =>
                $$"""{ "@context": { "@base": "{{LongIri}}/" }, "urn:p:a": [{{Repeat(2000, static number => $"{{\"@id\":\"{number}\"}}")}}] }""",
            _ => $$"""{ "@context": { "p": "urn:p:a", {{Repeat(20_000, static number => $"\"{number}\":\"urn:x\"")}} }, "p": [{{Repeat(20_000, static _ => "{\"@context\":null}")}}] }""",
        };
    }

    private static string Terms(int count, Func<int, int> other)
    {
        var terms = Repeat(
            count,
            number => $"\"{number + 100_000}\":\""
                + $"{(number is 0 or 39_999 ? "urn" : (other(number) + 100_000).ToString(CultureInfo.InvariantCulture))}:/\"");
        return $$"""{ "@context": { {{terms}} } }""";
    }

    private static string Repeat<T>(int count, Func<int, T> item)
    {
        return string.Join(',', Enumerable.Range(0, count).Select(number => Convert.ToString(item(number), CultureInfo.InvariantCulture)));
    }
}
