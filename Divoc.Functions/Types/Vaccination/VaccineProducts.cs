using System.Text.Json;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>
/// Finds the product that the name of a vaccine means, and its codes: one row has them all, so that they never contradict each other. The
/// longest product name that is part of the vaccine's name decides, else the longest name of a manufacturer; if two have the same length,
/// there is no result. The manufacturer in an event is not used. The table is embedded.
/// </summary>
public sealed class VaccineProducts
{
    private readonly List<Row> rows;

    /// <summary>Reads the embedded table.</summary>
    public VaccineProducts()
    {
        using var table = CodeTable.Read(typeof(VaccineProducts), "VaccineProducts.table.json");
        var root = table.RootElement;
        var disease = root.GetProperty("disease");
        Disease = new DiseaseCodes(CodeTable.Text(disease, "eu"), CodeTable.Text(disease, "icd11"));
        rows = [.. root.GetProperty("products").EnumerateArray().Select(Row.Of)];
    }

    /// <summary>The disease that all products of the table prevent.</summary>
    public DiseaseCodes Disease { get; }

    /// <summary>All products.</summary>
    public IReadOnlyList<VaccineProduct> All => [.. rows.Select(row => row.Product)];

    /// <summary>The product; null if there is none, or more than one possible.</summary>
    public VaccineProduct? Find(string vaccineName)
    {
        var text = CodeTable.Comparable(vaccineName);
        return (rows.Exists(row => CodeTable.LongestIn(text, row.Names) > 0)
            ? CodeTable.Longest(text, rows, row => row.Names)
            : CodeTable.Longest(text, rows, row => row.Makers))?.Product;
    }

    private sealed record Row(VaccineProduct Product, IReadOnlyList<string> Names, IReadOnlyList<string> Makers)
    {
        public static Row Of(JsonElement row)
        {
            var product = new VaccineProduct
            {
                Name = CodeTable.Text(row, "product"),
                Eu = row.TryGetProperty("eu", out var eu) ? EuOf(eu) : null,
                Icd11Product = CodeTable.TextOrNull(row, "icd11Product"),
                Icd11Class = CodeTable.TextOrNull(row, "icd11Class"),
                Cvx = CodeTable.TextOrNull(row, "cvx"),
                IsCvxOfAntigen = row.TryGetProperty("cvxIsOfAntigen", out var ofAntigen) && ofAntigen.GetBoolean(),
                Snomed = CodeTable.TextOrNull(row, "snomed"),
            };
            return new Row(product, CodeTable.ComparableTexts(row, "names"), CodeTable.ComparableTexts(row, "makers"));
        }

        /// <summary>Codes that the EU's list has only for reading old certificates are left out.</summary>
        private static EuVaccineCodes? EuOf(JsonElement eu)
        {
            return eu.TryGetProperty("issue", out var issue) && !issue.GetBoolean()
                ? null
                : new EuVaccineCodes(CodeTable.Text(eu, "mp"), CodeTable.Text(eu, "ma"), CodeTable.Text(eu, "vp"));
        }
    }
}

/// <summary>A vaccine product, with its codes in the code systems of certificates.</summary>
public sealed record VaccineProduct
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its codes in the EU's value sets; null if there are none that may be issued.</summary>
    public EuVaccineCodes? Eu { get; init; }

    /// <summary>The product in ICD-11.</summary>
    public string? Icd11Product { get; init; }

    /// <summary>Its class in ICD-11.</summary>
    public string? Icd11Class { get; init; }

    /// <summary>The code of the CDC's list CVX.</summary>
    public string? Cvx { get; init; }

    /// <summary>Whether <see cref="Cvx"/> is the code of another product with the same antigen.</summary>
    public bool IsCvxOfAntigen { get; init; }

    /// <summary>The product in SNOMED CT.</summary>
    public string? Snomed { get; init; }
}

/// <summary>The EU's codes of a vaccine.</summary>
/// <param name="Mp">The product.</param>
/// <param name="Ma">The holder of the authorisation, or the manufacturer.</param>
/// <param name="Vp">The kind of vaccine.</param>
public sealed record EuVaccineCodes(string Mp, string Ma, string Vp);
