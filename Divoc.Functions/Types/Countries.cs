namespace Divoc.Functions.Types;

/// <summary>Finds the codes of a country (ISO 3166-1) by one of them or by its English name. The table is embedded.</summary>
public sealed class Countries
{
    private readonly Dictionary<string, CountryCodes> byWord = [];

    /// <summary>Reads the embedded table.</summary>
    public Countries()
    {
        using var table = CodeTable.Read(typeof(Countries), "Countries.table.json");
        foreach (var country in table.RootElement.GetProperty("countries").EnumerateArray())
        {
            var codes = new CountryCodes(CodeTable.Text(country, "alpha2"), CodeTable.Text(country, "alpha3"));
            foreach (var word in (string[])[codes.Alpha2, codes.Alpha3, CodeTable.Text(country, "name")])
            {
                byWord[CodeTable.Comparable(word)] = codes;
            }
        }
    }

    /// <summary>The country that a text names; null if it names none, or has more text than a country.</summary>
    public CountryCodes? Find(string? text) => text is null ? null : byWord.GetValueOrDefault(CodeTable.Comparable(text));
}

/// <summary>A country by ISO 3166-1.</summary>
/// <param name="Alpha2">Two letters.</param>
/// <param name="Alpha3">Three letters.</param>
public sealed record CountryCodes(string Alpha2, string Alpha3);
