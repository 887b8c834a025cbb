using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// The codes of vaccines in DIVOC's own lists (its configuration <c>EU_VACCINE_CODE</c>, <c>EU_VACCINE_PROPH</c> and
/// <c>EU_VACCINE_MANUF</c>), errors included: product and manufacturer are looked up separately. Only for
/// <see cref="EuDccOptions.DivocMaps"/>.
/// </summary>
internal static class DivocMaps
{
    /// <summary>DIVOC uses this kind of vaccine for all.</summary>
    private const string Prophylaxis = "J07BX03";

    private static readonly (string Key, string Code)[] Products =
    [
        ("covaxin", "Covaxin"),
        ("covishield", "Covishield"),
        ("sputnik", "Sputnik-V"),
        ("pfizer-biontech", "EU/1/20/1528"),
        ("comirnaty", "EU/1/20/1528"),
        ("janssen", "EU/1/20/1525"),
        ("moderna", "EU/1/20/1507"),
        ("spikevax", "EU/1/20/1507"),
        ("astrazeneca", "EU/1/21/1529"),
        ("vaxzevria", "EU/1/21/1529"),
        ("sinovac", "CoronaVac"),
        ("coronavac", "CoronaVac"),
        ("bbibp-corv", "BBIBP- CorV"),
        ("sinopharm", "BBIBP- CorV"),
        ("convidecia", "Convidecia"),
        ("novavax", "NVX - CoV2373"),
        ("covovax", "NVX - CoV2373"),
    ];

    private static readonly (string Key, string Code)[] Makers =
    [
        ("bharat", "Bharat-Biotech"),
        ("serum", "ORG-100001981"),
        ("gamaleya", "Gamaleya-Research-Institute"),
        ("biontech", "ORG-100030215"),
        ("janssen", "ORG-100001417"),
        ("moderna", "ORG-100031184"),
        ("astrazeneca", "ORG-100001699"),
        ("sinovac", "Sinovac- Biontech"),
        ("sinopharm", "ORG-100020693"),
        ("cansino", "ORG-100013793"),
        ("novavax", "ORG-100032020"),
    ];

    /// <summary>The codes of a vaccine; null if one of the lists has none, which DIVOC leaves empty.</summary>
    public static EuVaccineCodes? Find(string vaccine, string manufacturer)
    {
        return Find(Products, vaccine) is { } product && Find(Makers, manufacturer) is { } maker
            ? new EuVaccineCodes(product, maker, Prophylaxis)
            : null;
    }

    /// <summary>The first row whose key is part of the text, in lower case and without blanks.</summary>
    private static string? Find((string Key, string Code)[] rows, string text)
    {
        var plain = string.Concat(text.ToLowerInvariant().Where(character => !char.IsWhiteSpace(character)));
        return rows.FirstOrDefault(row => plain.Contains(row.Key, StringComparison.Ordinal)).Code;
    }
}
