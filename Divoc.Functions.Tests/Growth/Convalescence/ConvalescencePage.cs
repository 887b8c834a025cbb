using System.Text.Json;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Tests.Growth.Convalescence;

/// <summary>What the page of a convalescence says beside what its template points to.</summary>
internal static class ConvalescencePage
{
    public static PageKind Kind { get; } = new(
        ConvalescenceType.TypeName, PageKind.Embedded(typeof(ConvalescencePage), "convalescence.template.json"))
    {
        Conditions = [ConvalescenceType.TypeName],
        Placeholders = ["recoveredFrom"],
        EarlierColumns = [new("convalescence.disease", 150), new("convalescence.firstPositive", 110), new("convalescence.attestedBy")],
        Longest = [FactsOf(
            PageKind.LongText,
            [.. Enumerable.Repeat(new PageRow([new(PageKind.LongText), new("2026-12-30", IsDate: true), new(PageKind.LongText)]), 8)])],
    };

    public static PageFacts FactsOf(string disease, IReadOnlyList<PageRow> earlier) => new()
    {
        Conditions = [ConvalescenceType.TypeName],
        Placeholders = new Dictionary<string, string> { ["recoveredFrom"] = disease },
        Earlier = earlier,
    };

    public static PageRow RowOf(JsonElement facts)
    {
        return new([new(TextOf(facts, "disease")), new(TextOf(facts, "firstPositive"), IsDate: true), new(TextOf(facts, "facility"))]);
    }

    private static string TextOf(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
