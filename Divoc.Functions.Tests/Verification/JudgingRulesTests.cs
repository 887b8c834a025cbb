using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Formats.Divoc.Judging;

namespace Divoc.Functions.Tests.Verification;

/// <summary>The data by which content is judged is that of the contexts and of the value sets.</summary>
public sealed class JudgingRulesTests
{
    private static readonly JsonNode Rules =
        JsonNode.Parse(typeof(JudgingRules).Assembly.GetManifestResourceStream(typeof(JudgingRules), "JudgingRules.table.json")!)!;

    /// <summary>W1: which members share a term is what the contexts say, no more and no less.</summary>
    [Theory]
    [InlineData("vaccination/v1", "vaccination-v1", "Vaccination")]
    [InlineData("vaccination/v2", "vaccination-v2", "Vaccination")]
    [InlineData("testCertificate/v1", "test-certificate-v1", "TestDetails")]
    [InlineData("recovery/v1", "recovery-v1", "Recovery")]
    public void W1_the_groups_of_exchangeable_members_are_those_of_the_contexts(string kind, string context, string evidence)
    {
        var name = typeof(DivocContexts).Assembly
            .GetManifestResourceNames()
            .Single(name => name.EndsWith($"{context}.context.json", StringComparison.Ordinal));
        using var stream = typeof(DivocContexts).Assembly.GetManifestResourceStream(name)!;
        var terms = JsonNode.Parse(stream)!["@context"]!;

        Assert.Equal(Shared(terms["Person"]!), Groups(kind, "subject"));
        Assert.Equal(Shared(terms[evidence]!), Groups(kind, "evidence"));
    }

    [Fact]
    public void The_known_values_are_those_of_the_value_sets()
    {
        var vaccines = JsonNode.Parse(SharedData.Read("international", "vaccines.json"))!["products"]!.AsArray();
        var tests = JsonNode.Parse(SharedData.Read("international", "tests.json"))!;
        var words = vaccines.SelectMany(product => product!["names"]!.AsArray().Prepend(product["product"]))
            .Select(word => ("vaccine", Text(word)))
            .Concat(tests["types"]!.AsArray().SelectMany(type => type!["aliases"]!.AsArray()).Select(word => ("testType", Text(word))))
            .Concat(tests["results"]!.AsArray().Select(result => ("result", Text(result!["divoc"]))));

        Assert.All(words, word => Assert.NotNull(JudgingRules.Shipped.MeaningOf(word.Item1, word.Item2)));
        Assert.All(
            vaccines,
            product => Assert.Single(
                product!["names"]!.AsArray()
                    .Prepend(product["product"])
                    .Select(word => JudgingRules.Shipped.MeaningOf("vaccine", Text(word)))
                    .Distinct()));
        Assert.NotEqual(JudgingRules.Shipped.MeaningOf("vaccine", "Sputnik Light"), JudgingRules.Shipped.MeaningOf("vaccine", "Sputnik V"));
    }

    [Fact]
    public void The_vaccine_codes_are_those_of_the_value_sets_and_of_the_own_table()
    {
        foreach (var product in JsonNode.Parse(SharedData.Read("international", "vaccines.json"))!["products"]!.AsArray())
        {
            var codes = new[] { product!["icd11"]!["product"], product["icd11"]!["class"] }.Where(code => code is not null).Select(Text);
            Assert.Subset(JudgingRules.Shipped.CodesOfVaccine(Text(product["product"])).ToHashSet(), codes.ToHashSet());
        }

        foreach (var name in Rules["vaccineCodes"]!.AsArray().Select(vaccine => Text(vaccine!["name"])))
        {
            var ours = new Divoc.Functions.Types.Vaccination.VaccineCodes().Find(name);
            Assert.True(ours is null || JudgingRules.Shipped.CodesOfVaccine(name).Contains(ours.Code), name);
            Assert.True(ours is null || JudgingRules.Shipped.CodesOfProphylaxis(ours.Prophylaxis).Contains(ours.Code), name);
        }
    }

    private static string[] Groups(string kind, string node)
    {
        return [.. Rules["sharedTerms"]![kind]![node]!.AsArray()
            .Select(group => string.Join(' ', group!.AsArray().Select(Text).Order()))
            .Order()];
    }

    private static string[] Shared(JsonNode scope)
    {
        return [.. scope["@context"]!.AsObject()
            .Where(term => term.Value!.GetValueKind() == JsonValueKind.String && !term.Key.StartsWith('@'))
            .GroupBy(term => Text(term.Value))
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(' ', group.Select(term => term.Key).Order()))
            .Order()];
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
