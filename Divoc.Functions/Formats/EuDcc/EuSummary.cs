using System.Text.Json;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The data that a verifier compares, in the words of the types. An unknown code is shown as it is.</summary>
internal sealed class EuSummary(VaccineProducts products)
{
    private static readonly IReadOnlyDictionary<string, string> Words = CodeTable.Words(typeof(EuSummary), "EuWords.table.json");

    private readonly ILookup<string, string> productNames =
        products.All.Where(product => product.Eu is not null).ToLookup(product => product.Eu!.Mp, product => product.Name);

    /// <summary>The summary of a certificate.</summary>
    public Summary Of(PresentedCertificate certificate)
    {
        var summary = new Summary()
            .Add("name", NameOf(EventJson.Member(certificate.Root, "nam")))
            .Add("dateOfBirth", EventJson.Text(certificate.Root, "dob"));
        var entry = certificate.Entry;
        _ = certificate.Group switch
        {
            EuGroups.Vaccination => AddVaccination(summary, entry),
            EuGroups.Test => AddTest(summary, entry),
            _ => AddRecovery(summary, entry),
        };
        return summary.Add("country", EventJson.Text(entry, "co"));
    }

    private Summary AddVaccination(Summary summary, JsonElement entry)
    {
        var product = EventJson.Text(entry, "mp");
        return summary.Add("vaccine", productNames[product].FirstOrDefault() ?? product)
            .Add("date", EventJson.Text(entry, "dt"))
            .Add("dose", EventJson.WholeNumber(entry, "dn"))
            .Add("totalDoses", EventJson.WholeNumber(entry, "sd"));
    }

    private static Summary AddTest(Summary summary, JsonElement entry)
    {
        return summary.Add("testType", WordOf(entry, "tt"))
            .Add("disease", WordOf(entry, "tg"))
            .Add("result", WordOf(entry, "tr"))
            .Add("sampleCollected", EventJson.Text(entry, "sc"))
            .Add("facility", EventJson.Text(entry, "tc"));
    }

    private static Summary AddRecovery(Summary summary, JsonElement entry)
    {
        return summary.Add("disease", WordOf(entry, "tg"))
            .Add("firstPositiveTest", EventJson.Text(entry, "fr"))
            .Add("validFrom", EventJson.Text(entry, "df"))
            .Add("validUntil", EventJson.Text(entry, "du"));
    }

    /// <summary>Given names first, as people say them; the transliteration if there is nothing else.</summary>
    private static string NameOf(JsonElement name)
    {
        string[] parts = [Either("gn", "gnt"), Either("fn", "fnt")];
        return string.Join(' ', parts.Where(part => part.Length > 0));

        string Either(string written, string transliterated)
        {
            return EventJson.Text(name, written) is { Length: > 0 } text ? text : EventJson.Text(name, transliterated);
        }
    }

    private static string WordOf(JsonElement entry, string member)
    {
        var code = EventJson.Text(entry, member);
        return Words.GetValueOrDefault(code, code);
    }
}
