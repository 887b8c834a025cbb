using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>
/// The doses before the certified one, as rows of the page: first those that this service knows, then those that the partner reported in
/// <c>meta</c>.
/// </summary>
internal static class EarlierDoses
{
    // The limit for reading a partner's own facts; the page shows fewer.
    private const int MaxReported = 50;
    private const int MaxTextLength = 160;
    private const string ReportedMark = "*";

    private static readonly string[] DoseNames = ["dose", "doseNumber", "number"];
    private static readonly string[] VaccineNames = ["name", "vaccine", "vaccineName", "vaxName"];
    private static readonly string[] BatchNames = ["batch", "batchNumber", "lot", "vaxBatch"];
    private static readonly string[] DateNames = ["date", "vaccinationDate", "dateOfVax"];
    private static readonly string[] CountryNames = ["country", "countryOfVax"];
    private static readonly string[] KnownNames = [.. DoseNames, .. VaccineNames, .. BatchNames, .. DateNames, .. CountryNames];

    /// <summary>The rows. Known doses and the certified dose are not shown again as reported.</summary>
    /// <param name="known">The doses that this service knows, in rising order.</param>
    /// <param name="meta">The partner's free facts; null for none.</param>
    /// <param name="certifiedDose">The number of the certified dose.</param>
    public static IReadOnlyList<PageRow> Rows(IReadOnlyList<EarlierDose> known, JsonElement? meta, int certifiedDose)
    {
        var rows = new List<(int? Number, PageRow Row)>();
        var seen = new HashSet<int>();
        foreach (var dose in known)
        {
            seen.Add(dose.Dose);
            rows.Add((dose.Dose, new PageRow(
                [new(Number(dose.Dose)), new(dose.Vaccine), new(dose.Batch), new(dose.Date, IsDate: true), new(dose.Country)])));
        }

        try
        {
            AddReported(meta ?? default, certifiedDose, seen, rows);
        }
        catch (InvalidOperationException)
        {
            // A member's name with half a surrogate pair can't be read; what was read before it stays.
        }

        return [.. rows.OrderBy(row => row.Number ?? int.MaxValue).Select(row => row.Row)];
    }

    private static void AddReported(JsonElement meta, int certifiedDose, HashSet<int> seen, List<(int? Number, PageRow Row)> rows)
    {
        var shown = new HashSet<string>();
        foreach (var reported in Reported(meta).Take(MaxReported))
        {
            var number = DoseNames.Select(name => PageJson.WholeNumber(reported, name)).FirstOrDefault(value => value is not null);
            var isEarlier = number is null || number < certifiedDose;
            if (isEarlier
                && (number is null || seen.Add(number.Value))
                && Row(reported, number) is { } row
                && shown.Add(string.Join('\n', row.Cells.Select(cell => cell.Text))))
            {
                rows.Add((number, row));
            }
        }
    }

    /// <summary>The reported entries in any shape: a list, one object, or an object of objects.</summary>
    private static IEnumerable<JsonElement> Reported(JsonElement meta)
    {
        return Entries(PageJson.Member(meta, "vaccinations")).Concat(Entries(PageJson.Member(meta, "previousDoses")));
    }

    private static IEnumerable<JsonElement> Entries(JsonElement value)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Object when value.EnumerateObject().Any(member => KnownNames.Contains(member.Name)) => [value],
            JsonValueKind.Object => value.EnumerateObject().Select(member => member.Value),
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            _ => [value],
        };
    }

    private static PageRow? Row(JsonElement reported, int? number)
    {
        var dose = (number is null ? "" : Number(number.Value)) + ReportedMark;
        if (reported.ValueKind != JsonValueKind.Object)
        {
            var text = reported.ValueKind == JsonValueKind.Array ? Scalars(reported.EnumerateArray()) : PageJson.Text(reported);
            return text.Length == 0 ? null : RowOf(dose, Bounded(text), "", "", "");
        }

        var (vaccine, batch, date, country) =
            (Find(reported, VaccineNames), Find(reported, BatchNames), Find(reported, DateNames), Find(reported, CountryNames));
        if (vaccine.Length + batch.Length + date.Length + country.Length == 0)
        {
            var others = reported.EnumerateObject().Where(member => !DoseNames.Contains(member.Name)).Select(member => member.Value);
            vaccine = Bounded(Scalars(others));
        }

        return vaccine.Length == 0 && date.Length == 0 && batch.Length == 0 && number is null
            ? null
            : RowOf(dose, vaccine, batch, date, country);
    }

    private static PageRow RowOf(string dose, string vaccine, string batch, string date, string country)
    {
        return new PageRow([new(dose), new(vaccine), new(batch), new(date, IsDate: true), new(country)], IsReported: true);
    }

    private static string Scalars(IEnumerable<JsonElement> values)
    {
        return string.Join(", ", values.Select(PageJson.Text).Where(text => text.Length > 0).Take(6));
    }

    private static string Find(JsonElement entry, string[] names)
    {
        return Bounded(names.Select(name => PageJson.Text(entry, name)).FirstOrDefault(text => text.Length > 0) ?? "");
    }

    private static string Bounded(string text) => ShownText.Of(text, MaxTextLength);

    private static string Number(int dose) => dose.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An earlier dose, for the page of the certified one.</summary>
/// <param name="Dose">Its number.</param>
/// <param name="TotalDoses">Doses of the primary series.</param>
/// <param name="Vaccine">The vaccine's name.</param>
/// <param name="Batch">Lot number, or empty.</param>
/// <param name="Date">When it was given, RFC 3339.</param>
/// <param name="Country">Country of the facility, or empty.</param>
internal sealed record EarlierDose(int Dose, int TotalDoses, string Vaccine, string Batch, string Date, string Country)
{
    /// <summary>The dose of a key with its facts.</summary>
    public static EarlierDose Of(EarlierEvent earlier)
    {
        var facts = earlier.Facts.Value;
        return new EarlierDose(
            VaccinationType.DoseOf(earlier.Text),
            PageJson.WholeNumber(facts, "totalDoses") ?? 0,
            TextOf(facts, "vaccine"),
            TextOf(facts, "batch"),
            TextOf(facts, "date"),
            TextOf(facts, "country"));
    }

    private static string TextOf(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
