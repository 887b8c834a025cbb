using System.Globalization;
using System.Text.Json;

namespace Divoc.Functions.Rendering;

/// <summary>The doses before the certified one: first those that this service knows, then those that the partner reported in <c>meta</c>.</summary>
internal sealed class EarlierDoseTable(PageDates dates)
{
    // What is read of a partner's free facts; the page shows fewer.
    private const int MaxReported = 50;
    private const int MaxTextLength = 160;
    private const string ReportedMark = "*";

    private static readonly string[] DoseNames = ["dose", "doseNumber", "number"];
    private static readonly string[] VaccineNames = ["name", "vaccine", "vaccineName", "vaxName"];
    private static readonly string[] BatchNames = ["batch", "batchNumber", "lot", "vaxBatch"];
    private static readonly string[] DateNames = ["date", "vaccinationDate", "dateOfVax"];
    private static readonly string[] CountryNames = ["country", "countryOfVax"];
    private static readonly string[] KnownNames = [.. DoseNames, .. VaccineNames, .. BatchNames, .. DateNames, .. CountryNames];

    /// <summary>The table's lines. A dose that is known is not shown again as reported; neither is the certified dose.</summary>
    public IReadOnlyList<EarlierDoseRow> Rows(IReadOnlyList<EarlierDose> known, JsonElement? meta, int? certifiedDose)
    {
        var rows = new List<(int? Number, EarlierDoseRow Row)>();
        var seen = new HashSet<int>();
        foreach (var dose in known)
        {
            seen.Add(dose.Dose);
            rows.Add((dose.Dose, new EarlierDoseRow(Number(dose.Dose), dose.Vaccine, dose.Batch, dates.Date(dose.Date), dose.Country)));
        }

        try
        {
            AddReported(meta ?? default, certifiedDose, seen, rows);
        }
        catch (InvalidOperationException)
        {
            // A member's name that holds half a surrogate pair cannot be read; what was read before it stays.
        }

        return [.. rows.OrderBy(row => row.Number ?? int.MaxValue).Select(row => row.Row)];
    }

    private void AddReported(JsonElement meta, int? certifiedDose, HashSet<int> seen, List<(int? Number, EarlierDoseRow Row)> rows)
    {
        foreach (var reported in Reported(meta).Take(MaxReported))
        {
            var number = DoseNames.Select(name => CredentialFacts.WholeNumber(reported, name)).FirstOrDefault(value => value is not null);
            var isEarlier = number is null || certifiedDose is null || number < certifiedDose;
            if (isEarlier && (number is null || seen.Add(number.Value)) && Row(reported, number) is { } row && !rows.Contains((number, row)))
            {
                rows.Add((number, row));
            }
        }
    }

    /// <summary>Whether any line was reported by the partner.</summary>
    public static bool HasReported(IEnumerable<EarlierDoseRow> rows) => rows.Any(row => row.Dose.EndsWith(ReportedMark, StringComparison.Ordinal));

    /// <summary>The reported entries of whatever shape: a list, one object, or an object of objects.</summary>
    private static IEnumerable<JsonElement> Reported(JsonElement meta)
    {
        return Entries(CredentialFacts.Member(meta, "vaccinations")).Concat(Entries(CredentialFacts.Member(meta, "previousDoses")));
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

    private EarlierDoseRow? Row(JsonElement reported, int? number)
    {
        var dose = (number is null ? "" : Number(number.Value)) + ReportedMark;
        if (reported.ValueKind != JsonValueKind.Object)
        {
            var text = reported.ValueKind == JsonValueKind.Array ? Scalars(reported.EnumerateArray()) : CredentialFacts.Text(reported);
            return text.Length == 0 ? null : new EarlierDoseRow(dose, Bounded(text), "", "", "");
        }

        var row = new EarlierDoseRow(dose, Find(reported, VaccineNames), Find(reported, BatchNames), dates.Date(Find(reported, DateNames)), Find(reported, CountryNames));
        if (row is { Vaccine: "", Batch: "", Date: "", Country: "" })
        {
            var others = reported.EnumerateObject().Where(member => !DoseNames.Contains(member.Name)).Select(member => member.Value);
            row = row with { Vaccine = Bounded(Scalars(others)) };
        }

        return row.Vaccine.Length == 0 && row.Date.Length == 0 && row.Batch.Length == 0 && number is null ? null : row;
    }

    private static string Scalars(IEnumerable<JsonElement> values)
    {
        return string.Join(", ", values.Select(CredentialFacts.Text).Where(text => text.Length > 0).Take(6));
    }

    private static string Find(JsonElement entry, string[] names)
    {
        return Bounded(names.Select(name => CredentialFacts.Text(entry, name)).FirstOrDefault(text => text.Length > 0) ?? "");
    }

    private static string Bounded(string text)
    {
        if (text.Length <= MaxTextLength)
        {
            return text;
        }

        // Never between the two halves of a character beyond the basic plane.
        var end = char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength;
        return text[..end] + "…";
    }

    private static string Number(int dose) => dose.ToString(CultureInfo.InvariantCulture);
}
