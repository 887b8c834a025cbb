using System.Text.Json;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Tests.Growth.Recovery;

/// <summary>What the page of a recovery says beside what its template points to.</summary>
internal static class RecoveryPage
{
    public static PageKind Kind { get; } = new(RecoveryType.TypeName, PageKind.Embedded(typeof(RecoveryPage), "recovery.template.json"))
    {
        Conditions = [RecoveryType.TypeName],
        Placeholders = ["recoveredFrom"],
        EarlierColumns = [new("recovery.disease", 150), new("recovery.firstPositive", 110), new("recovery.attestedBy")],
        Longest = [FactsOf(PageKind.LongText, [.. Enumerable.Repeat(new PageRow([new(PageKind.LongText), new("2026-12-30", IsDate: true), new(PageKind.LongText)]), 8)])],
    };

    public static PageFacts FactsOf(string disease, IReadOnlyList<PageRow> earlier) => new()
    {
        Conditions = [RecoveryType.TypeName],
        Placeholders = new Dictionary<string, string> { ["recoveredFrom"] = disease },
        Earlier = earlier,
    };

    public static PageRow RowOf(JsonElement facts)
    {
        return new([new(TextOf(facts, "disease")), new(TextOf(facts, "firstPositive"), IsDate: true), new(TextOf(facts, "facility"))]);
    }

    private static string TextOf(JsonElement facts, string name) => facts.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
