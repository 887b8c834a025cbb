using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Chooses the one code for a vaccine in a card.</summary>
internal static class VaccineCoding
{
    private const string CvxName = "cvx";
    private const string Icd11ProductName = "icd11-product";
    private const string SnomedName = "snomed";
    private const string Icd11ClassName = "icd11-class";

    /// <summary>The names of the code systems in the settings, in their usual order: a product's code before that of a class.</summary>
    public static IReadOnlyList<string> Names { get; } = [CvxName, Icd11ProductName, SnomedName, Icd11ClassName];

    /// <summary>The names in a setting.</summary>
    public static IReadOnlyList<string> OrderOf(string setting) =>
        [.. setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The code of a product in the first of some systems that has one; null if none has.</summary>
    public static CardCoding? Of(VaccineProduct product, IEnumerable<string> order) =>
        order.Select(name => Of(product, name)).FirstOrDefault(coding => coding is not null);

    private static CardCoding? Of(VaccineProduct product, string name) => name switch
    {
        CvxName => Coding(CardCoding.Cvx, product.IsCvxOfAntigen ? null : product.Cvx),
        Icd11ProductName => Coding(CardCoding.Icd11, product.Icd11Product),
        SnomedName => Coding(CardCoding.Snomed, product.Snomed),
        _ => Coding(CardCoding.Icd11, product.Icd11Class),
    };

    private static CardCoding? Coding(string system, string? code) => code is null ? null : new CardCoding(system, code);
}
