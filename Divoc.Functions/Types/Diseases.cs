using System.Text.Json;

namespace Divoc.Functions.Types;

/// <summary>
/// Finds codes for texts of several types: the disease, and the kind of test that found it. Only letters and digits of a text are compared.
/// The table is embedded.
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

    /// <summary>A disease; null if its spelling is not known.</summary>
    public KnownDisease? Find(string disease)
    {
        var text = CodeTable.Comparable(disease);
        return diseases.Find(known => known.Aliases.Contains(text)).Disease;
    }

    /// <summary>The codes of a kind of test; null if there are none, or its spelling is not known.</summary>
    public TestKindCodes? FindKind(string? kind)
    {
        if (kind is null)
        {
            return null;
        }

        var text = CodeTable.Comparable(kind);
        return kinds.Find(known => known.Aliases.Contains(text)).Codes;
    }

    private static KnownDisease DiseaseOf(JsonElement row) =>
        new(new DiseaseCodes(CodeTable.Text(row, "eu"), CodeTable.Text(row, "icd11")), CodeTable.Text(row, "pathogen"));

    private static TestKindCodes KindOf(JsonElement row) =>
        new(CodeTable.TextOrNull(row, "eu"), CodeTable.TextOrNull(row, "loinc"), CodeTable.TextOrNull(row, "icd11"));

    private static IReadOnlyList<string> AliasesOf(JsonElement row) => CodeTable.ComparableTexts(row, "aliases");
}

/// <summary>A disease of the table.</summary>
/// <param name="Codes">Its codes.</param>
/// <param name="Pathogen">Its pathogen, in ICD-11.</param>
public sealed record KnownDisease(DiseaseCodes Codes, string Pathogen);

/// <summary>A kind of test.</summary>
/// <param name="Eu">The code in the EU's value set; null if the EU does not certify this kind.</param>
/// <param name="Loinc">The code in LOINC.</param>
/// <param name="Icd11">The code in the WHO's documents.</param>
public sealed record TestKindCodes(string? Eu, string? Loinc, string? Icd11);
