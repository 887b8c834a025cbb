using Divoc.Functions.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>The data that a verifier compares, in the words of the types. An unknown code is shown as it is.</summary>
internal sealed class DdccSummary(VaccineProducts products)
{
    private static readonly IReadOnlyDictionary<string, string> Words = CodeTable.Words(typeof(DdccSummary), "DdccWords.table.json");

    private readonly ILookup<string, string> productNames =
        products.All.Where(product => product.Icd11Product is not null).ToLookup(product => product.Icd11Product!, product => product.Name);

    /// <summary>The summary of a document.</summary>
    public Summary Of(PresentedDocument document)
    {
        var summary = new Summary()
            .Add("name", EventJson.Text(FhirTree.First(document.Person, "name"), "text"))
            .Add("dateOfBirth", EventJson.Text(document.Person, "birthDate"));
        _ = document.Type == VaccinationType.TypeName ? AddVaccination(summary, document) : AddTest(summary, document);
        return summary.Add("country", document.Country);
    }

    private Summary AddVaccination(Summary summary, PresentedDocument document)
    {
        var brand = EventJson.Text(EventJson.Member(FhirTree.Extension(document.Focus, DdccCodes.Brand), "valueCoding"), "code");
        var protocol = FhirTree.First(document.Focus, "protocolApplied");
        return summary.Add("vaccine", NameOf(brand))
            .Add("date", EventJson.Text(document.Focus, "occurrenceDateTime"))
            .Add("dose", EventJson.WholeNumber(protocol, "doseNumberPositiveInt"))
            .Add("totalDoses", EventJson.WholeNumber(protocol, "seriesDosesPositiveInt"));
    }

    /// <summary>Products of several manufacturers can have the same code.</summary>
    private string NameOf(string brand)
    {
        var names = string.Join(" / ", productNames[brand]);
        return names.Length > 0 ? names : brand;
    }

    private static Summary AddTest(Summary summary, PresentedDocument document)
    {
        return summary.Add("testType", WordOf(document, "code"))
            .Add("result", WordOf(document, "valueCodeableConcept"))
            .Add("sampleCollected", EventJson.Text(document.Focus, "effectiveDateTime"))
            .Add("facility", EventJson.Text(FhirTree.First(document.Focus, "performer"), "display"));
    }

    private static string WordOf(PresentedDocument document, string member)
    {
        var symbol = EventJson.Text(FhirTree.FirstCoding(EventJson.Member(document.Focus, member)), "code");
        return Words.GetValueOrDefault(symbol, symbol);
    }
}
