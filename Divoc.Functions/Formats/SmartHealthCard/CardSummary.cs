using System.Text.Json;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>The data that a verifier compares, in the words of the types. An unknown code is shown as it is.</summary>
internal sealed class CardSummary(VaccineProducts products)
{
    private static readonly IReadOnlyDictionary<string, string> Words = CodeTable.Words(typeof(CardSummary), "CardWords.table.json");

    private readonly ILookup<(string System, string? Code), string> names =
        products.All.SelectMany(NamesOf).ToLookup(pair => pair.Key, pair => pair.Value);

    /// <summary>The summary of a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="issuerName">The name of its issuer in a directory; null for none.</param>
    public Summary Of(PresentedCard card, string? issuerName)
    {
        var summary = new Summary().Add("name", NameOf(card.Patient)).Add("dateOfBirth", EventJson.Text(card.Patient, "birthDate"));
        if (card.Doses.Count > 0)
        {
            AddDoses(summary, card.Doses);
        }

        if (card.Results.Count > 0)
        {
            AddResult(summary, card.Results[^1]);
        }

        return summary.Add("issuer", issuerName);
    }

    /// <summary>The latest dose, and the earlier ones in one line.</summary>
    private void AddDoses(Summary summary, IReadOnlyList<JsonElement> doses)
    {
        var latest = doses[^1];
        var earlier = doses.SkipLast(1).Select(dose => $"{VaccineOf(dose)} {PresentedCard.DayOf(dose)}".Trim());
        var performer = PresentedCard.Items(latest, "performer").FirstOrDefault();
        summary.Add("vaccine", VaccineOf(latest))
            .Add("date", EventJson.Text(latest, "occurrenceDateTime"))
            .Add("batch", EventJson.Text(latest, "lotNumber"))
            .Add("facility", EventJson.Text(EventJson.Member(performer, "actor"), "display"))
            .Add("doses", doses.Count)
            .Add("earlierDoses", string.Join(", ", earlier));
        if (EventJson.Member(latest, "isSubpotent").ValueKind == JsonValueKind.True)
        {
            summary.Add("isSubpotent", "true");
        }
    }

    private static void AddResult(Summary summary, JsonElement result)
    {
        var value = EventJson.Member(result, "valueCodeableConcept");
        summary.Add("testType", WordOf(EventJson.Member(result, "code")))
            .Add("result", value.ValueKind == JsonValueKind.Object ? WordOf(value) : EventJson.Text(result, "valueString"))
            .Add("sampleCollected", EventJson.Text(result, "effectiveDateTime"))
            .Add("facility", EventJson.Text(PresentedCard.Items(result, "performer").FirstOrDefault(), "display"));
    }

    /// <summary>Given names first, as people say them.</summary>
    private static string NameOf(JsonElement patient)
    {
        var name = PresentedCard.Items(patient, "name").FirstOrDefault();
        if (EventJson.Text(name, "text") is { Length: > 0 } whole)
        {
            return whole;
        }

        var parts = Texts(name, "prefix").Concat(Texts(name, "given")).Append(EventJson.Text(name, "family")).Concat(Texts(name, "suffix"));
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static IEnumerable<string> Texts(JsonElement parent, string name)
    {
        return PresentedCard.Items(parent, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);
    }

    private string VaccineOf(JsonElement dose)
    {
        var (system, code) = CodeOf(EventJson.Member(dose, "vaccineCode"));
        return names[(system, code)].FirstOrDefault() ?? code;
    }

    private static string WordOf(JsonElement concept)
    {
        var code = CodeOf(concept).Code;
        return Words.GetValueOrDefault(code, code);
    }

    private static (string System, string Code) CodeOf(JsonElement concept)
    {
        var coding = PresentedCard.Items(concept, "coding").FirstOrDefault();
        return (EventJson.Text(coding, "system"), EventJson.Text(coding, "code"));
    }

    private static IEnumerable<KeyValuePair<(string System, string? Code), string>> NamesOf(VaccineProduct product)
    {
        (string System, string? Code)[] codes =
        [
            (CardCoding.Cvx, product.IsCvxOfAntigen ? null : product.Cvx),
            (CardCoding.Icd11, product.Icd11Product),
            (CardCoding.Snomed, product.Snomed),
        ];
        return codes.Where(code => code.Code is not null).Select(code => KeyValuePair.Create(code, product.Name));
    }
}
