using System.Text.Json;

namespace Divoc.Functions.Types.Test;

/// <summary>Finds the codes for the texts of a test, in addition to those in <see cref="Diseases"/>. The tables are embedded.</summary>
public sealed class TestTables
{
    private readonly List<(IReadOnlyList<string> Aliases, string Icd11)> origins;
    private readonly Dictionary<string, TestResultCodes> results;
    private readonly Dictionary<string, string> devices;

    /// <summary>Reads the embedded tables.</summary>
    public TestTables()
    {
        using var table = CodeTable.Read(typeof(TestTables), "TestCodes.table.json");
        var root = table.RootElement;
        origins = [.. Rows(root, "sampleOrigins").Select(row => (CodeTable.ComparableTexts(row, "aliases"), CodeTable.Text(row, "icd11")))];
        results = Rows(root, "results").ToDictionary(
            row => CodeTable.Text(row, "result"),
            row => new TestResultCodes(
                CodeTable.TextOrNull(row, "eu"), CodeTable.TextOrNull(row, "snomed"), CodeTable.TextOrNull(row, "icd11")),
            StringComparer.Ordinal);
        devices = Rows(root, "devices")
            .ToDictionary(row => CodeTable.Text(row, "id"), row => CodeTable.Text(row, "name"), StringComparer.Ordinal);
    }

    /// <summary>The codes of a result.</summary>
    public TestResultCodes? FindResult(string result) => results.GetValueOrDefault(result);

    /// <summary>The code of the origin of a sample, in ICD-11; null if the spelling is not known.</summary>
    public string? FindOrigin(string? origin) =>
        origin is null ? null : origins.Find(known => known.Aliases.Contains(CodeTable.Comparable(origin))).Icd11;

    /// <summary>
    /// The number of a rapid test's device in the list of the EU's Joint Research Centre: the one that was sent, else one of the list that
    /// another text contains as a separate number. Null for none.
    /// </summary>
    /// <param name="sent">The device in the event.</param>
    /// <param name="others">Other texts in which partners write it.</param>
    public string? FindDevice(string? sent, params IReadOnlyList<string?> others)
    {
        return string.IsNullOrEmpty(sent)
            ? others.FirstOrDefault(text => text is not null && devices.ContainsKey(text.Trim()))?.Trim()
            : sent;
    }

    private static JsonElement.ArrayEnumerator Rows(JsonElement root, string name) => root.GetProperty(name).EnumerateArray();
}
