using System.Text.Json;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>The W3C suite of the JSON-LD 1.1 expansion algorithm.</summary>
public sealed class W3cExpansionTests
{
    private const string Manifest = "json-ld-api/expand-manifest.jsonld";

    public static TheoryData<string, string> Cases => W3cCases.Rows(Manifest, "sequence", "@id", W3cJsonLdCase.IsForVersion11);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_W3C_test_case_expands_as_expected(string id, string name)
    {
        var test = new W3cJsonLdCase(W3cCases.Entry(Manifest, "sequence", "@id", id));
        if (!test.IsPositive)
        {
            Assert.Equal(test.ErrorCode, W3cJsonLdCase.ErrorOf(() => test.Processor.Expand(test.Input)));
            return;
        }

        using var expanded = JsonDocument.Parse(test.Processor.Expand(test.Input).ToJson(), new JsonDocumentOptions { MaxDepth = 128 });
        var expected = W3cCases.Read(test.ExpectedPath);
        Assert.True(
            UnorderedJson.AreEqual(expected, expanded.RootElement),
            $"{id} {name}\nexpected {JsonSerializer.Serialize(expected)}\nactual   {JsonSerializer.Serialize(expanded.RootElement)}");
    }
}
