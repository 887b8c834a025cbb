using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>The W3C suite of RDFC-1.0, at the default bound on work.</summary>
public sealed class W3cCanonicalizationTests
{
    private const string Manifest = "rdf-canon/manifest.json";

    public static TheoryData<string, string> Cases => W3cCases.Rows(Manifest, "entries", "id", static _ => true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_W3C_test_case_canonicalises_as_expected(string id, string name)
    {
        Assert.NotEmpty(name);
        var entry = W3cCases.Entry(Manifest, "entries", "id", id);
        var input = NQuadsReader.Read(Read(entry, "action"));
        var options = new CanonicalizationOptions { Hash = HashOf(entry) };
        switch (entry.GetProperty("type").GetString())
        {
            case "rdfc:RDFC10EvalTest":
                var canonical = new RdfCanonicalizer(options).Canonicalize(input);
                Assert.Equal(Encoding.UTF8.GetString(Read(entry, "result")), Encoding.UTF8.GetString(canonical.NQuads));
                break;
            case "rdfc:RDFC10MapTest":
                var labels = JsonSerializer.Deserialize<Dictionary<string, string>>(Read(entry, "result"))!;
                Assert.Equal(labels.OrderBy(Key), new RdfCanonicalizer(options).Canonicalize(input).Labels.OrderBy(Key));
                break;
            case "rdfc:RDFC10NegativeEvalTest":
                var error = Assert.Throws<LinkedDataException>(() => new RdfCanonicalizer(options).Canonicalize(input));
                Assert.Equal(LinkedDataError.WorkExceeded, error.Code);
                break;
            default:
                Assert.Fail($"a kind of case that this test does not know: {entry.GetProperty("type").GetString()}");
                break;
        }
    }

    private static string Key(KeyValuePair<string, string> label) => label.Key;

    private static byte[] Read(JsonElement entry, string member)
    {
        return File.ReadAllBytes(Path.Combine(W3cCases.Folder, "rdf-canon", entry.GetProperty(member).GetString()!));
    }

    private static HashAlgorithmName HashOf(JsonElement entry)
    {
        return entry.TryGetProperty("hashAlgorithm", out var name) && name.ValueEquals("SHA384")
            ? HashAlgorithmName.SHA384
            : HashAlgorithmName.SHA256;
    }
}
