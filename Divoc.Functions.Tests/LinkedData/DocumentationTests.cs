using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

public sealed partial class DocumentationTests
{
    [Fact]
    public void The_library_gives_the_results_of_the_worked_example_in_the_documentation()
    {
        var text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "linked-data.md"));
        var json = Blocks(text, "json");
        var quads = Blocks(text, "nquads");
        var document = JsonElement.Parse(json[1]);
        var options = JsonElement.Parse(json[2]);
        var canonicalizer = new DocumentCanonicalizer(DivocVectors.Shipped, JsonLdOptions.Safe, CanonicalizationOptions.Urdna2015);
        Assert.Equal(quads[0], Encoding.UTF8.GetString(canonicalizer.Canonicalize(document)));
        Assert.Equal(quads[1], Encoding.UTF8.GetString(canonicalizer.Canonicalize(options)));

        var proof = new ProofOptions(
            options.GetProperty("verificationMethod").GetString()!, options.GetProperty("created").GetDateTimeOffset());
        var input = new RsaSignature2018(DivocVectors.Shipped).Prepare(document, proof);
        var expected = string.Join('\n', new[] { input.OptionsHash, input.DocumentHash, input.Bytes }.Select(Convert.ToHexStringLower))
            + "\n";
        Assert.Equal(expected, Blocks(text, "text")[0]);
    }

    private static List<string> Blocks(string text, string language)
    {
        return [.. Fence().Matches(text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];
    }

    [GeneratedRegex("^```(\\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
