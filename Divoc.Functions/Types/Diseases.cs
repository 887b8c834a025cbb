using System.Text.Json;

namespace Divoc.Functions.Types;

/// <summary>
/// Finds the codes of what several types say in words: the disease, and the kind of test that found it. A text is known by its letters and digits alone. The table is embedded.
/// </summary>
public sealed class Diseases
{
    private readonly List<(IReadOnlyList<string> Aliases, KnownDisease Disease)> diseases;
    private readonly List<(IReadOnlyList<string> Aliases, TestKindCodes Codes)> kinds;

    /// <summary>Reads the embedded table.</summary>
    public Diseases()
    {
        using var table = CodeTable.Read(typeof(Diseases), "Diseases.table.json");
        var root = table.RootElement;
        diseases = [.. root.GetProperty("diseases").EnumerateArray().Select(row => (AliasesOf(row), DiseaseOf(row)))];
        kinds = [.. root.GetProperty("kinds").EnumerateArray().Select(row => (AliasesOf(row), KindOf(row)))];
    }

    /// <summary>A disease; null where its spelling is not known.</summary>
    public KnownDisease? Find(string disease)
    {
        var text = CodeTable.Comparable(disease);
        return diseases.Find(known => known.Aliases.Contains(text)).Disease;
    }

    /// <summary>The codes of a kind of test; null where there is none, or its spelling is not known.</summary>
    public TestKindCodes? FindKind(string? kind)
    {
        if (kind is null)
        {
            return null;
        }

        var text = CodeTable.Comparable(kind);
        return kinds.Find(known => known.Aliases.Contains(text)).Codes;
    }

    private static KnownDisease DiseaseOf(JsonElement row) => new(new DiseaseCodes(CodeTable.Text(row, "eu"), CodeTable.Text(row, "icd11")), CodeTable.Text(row, "pathogen"));

    private static TestKindCodes KindOf(JsonElement row) => new(CodeTable.TextOrNull(row, "eu"), CodeTable.TextOrNull(row, "loinc"), CodeTable.TextOrNull(row, "icd11"));

    private static IReadOnlyList<string> AliasesOf(JsonElement row) => CodeTable.ComparableTexts(row, "aliases");
}

/// <summary>A disease of the table.</summary>
/// <param name="Codes">Its codes.</param>
/// <param name="Pathogen">What causes it, in ICD-11.</param>
public sealed record KnownDisease(DiseaseCodes Codes, string Pathogen);

/// <summary>A kind of test.</summary>
/// <param name="Eu">In the EU's value set; null where the EU certifies none of this kind.</param>
/// <param name="Loinc">In LOINC.</param>
/// <param name="Icd11">In the WHO's documents.</param>
public sealed record TestKindCodes(string? Eu, string? Loinc, string? Icd11);
