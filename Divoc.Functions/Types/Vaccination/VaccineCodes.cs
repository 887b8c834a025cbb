using System.Text.Json;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>
/// Finds the ICD-11 code of a vaccine by its name, as DIVOC does it (specification 06, section 4): both names in lower case and without
/// blanks, and the first entry of the list whose name is part of the vaccine's name. The list is embedded.
/// </summary>
public sealed class VaccineCodes
{
    private readonly List<(string Name, VaccineCode Code)> entries;

    /// <summary>Reads the embedded list.</summary>
    public VaccineCodes()
    {
        using var stream = typeof(VaccineCodes).Assembly.GetManifestResourceStream(typeof(VaccineCodes), "VaccineCodes.table.json")
            ?? throw new InvalidOperationException("The embedded list of vaccine codes is missing.");
        using var table = JsonDocument.Parse(stream);
        var codes = table.RootElement.GetProperty("codes").EnumerateArray()
            .Select(code => new VaccineCode(TextOf(code, "code"), TextOf(code, "prophylaxis")))
            .ToDictionary(code => code.Code, StringComparer.Ordinal);
        entries = [.. table.RootElement.GetProperty("vaccines").EnumerateArray()
            .Select(vaccine => (Comparable(TextOf(vaccine, "name")), codes[TextOf(vaccine, "code")]))];
    }

    /// <summary>The code of the vaccine with that name; null if no entry of the list fits.</summary>
    public VaccineCode? Find(string vaccineName)
    {
        var wanted = Comparable(vaccineName);
        return entries.Find(entry => wanted.Contains(entry.Name, StringComparison.Ordinal)).Code;
    }

    private static string TextOf(JsonElement parent, string name)
    {
        return parent.GetProperty(name).GetString() ?? throw new InvalidOperationException($"A vaccine code has no {name}.");
    }

    private static string Comparable(string name)
    {
        return string.Concat(name.Where(character => !char.IsWhiteSpace(character)).Select(char.ToLowerInvariant));
    }
}
