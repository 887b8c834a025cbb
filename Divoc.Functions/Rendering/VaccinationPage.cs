using System.Globalization;
using static Divoc.Functions.Rendering.CredentialFacts;

namespace Divoc.Functions.Rendering;

/// <summary>The words of a vaccination certificate.</summary>
internal sealed class VaccinationPage(PageDates dates)
{
    private const string Version = "vaccination/1";
    private const int MaxDiseaseLength = 40;

    private readonly EarlierDoseTable _earlierDoses = new(dates);

    /// <summary>Writes the page of a credential.</summary>
    public CertificatePage Describe(CredentialFacts facts, CertificatePageInput input)
    {
        var evidence = facts.Evidence;
        var dose = WholeNumber(evidence, "dose");
        var total = WholeNumber(evidence, "totalDoses");
        return new CertificatePage
        {
            TemplateVersion = Version,
            Title = Title(dose, total),
            Subtitle = $"for {Disease(Text(evidence, "prophylaxis"))}Vaccination",
            Status = Status(dose, total),
            Name = Text(facts.Subject, "name"),
            Person = PersonFields.Of(facts.Subject, dates),
            EventTitle = "Vaccination",
            Event = EventFields(facts, dose, total),
            EarlierDoses = _earlierDoses.Rows(input.EarlierDoses, input.Meta, dose),
            Certificate = CertificateFields.Of(facts, dates),
            Verification = CertificateFields.Verification,
            Issuer = facts.Issuer,
            Issued = CertificateFields.Issued(facts),
            CertificateId = Text(evidence, "certificateId"),
        };
    }

    private static string Title(int? dose, int? total)
    {
        return dose is null || total is null ? "Vaccination Certificate"
            : dose > total ? "Booster Dose Certificate"
            : dose == total ? "Final Certificate"
            : "Provisional Certificate";
    }

    private static string Status(int? dose, int? total)
    {
        return dose is null || total is null ? "Vaccination recorded"
            : dose > total ? Text($"Booster dose {dose - total}, after a primary series of {total} {(total == 1 ? "dose" : "doses")}")
            : dose == total ? Text($"Dose {dose} of {total}: the primary series is complete")
            : Text($"Dose {dose} of {total}: the primary series is not yet complete");

        static string Text(FormattableString text) => FormattableString.Invariant(text);
    }

    /// <summary>The disease, where the ICD-11 term names one before the word "vaccine", such as "COVID-19 vaccine, RNA based".</summary>
    private static string Disease(string prophylaxis)
    {
        var end = prophylaxis.IndexOf(" vaccine", StringComparison.OrdinalIgnoreCase);
        return end is > 0 and <= MaxDiseaseLength ? prophylaxis[..end] + " " : "";
    }

    private List<PageField> EventFields(CredentialFacts facts, int? dose, int? total)
    {
        var evidence = facts.Evidence;
        var facility = Member(evidence, "facility");
        var fields = new List<PageField>
        {
            new("Vaccine", Text(evidence, "vaccine"), FieldRank.Primary),
            new("Dose", DoseText(dose, total), FieldRank.Primary),
            new("Date of vaccination", dates.Date(Text(evidence, "date")), FieldRank.Primary),
            new("Vaccine type (ICD-11)", string.Join(", ", new[] { Text(evidence, "icd11Code"), Text(evidence, "prophylaxis") }.Where(part => part.Length > 0))),
            new("Manufacturer", Text(evidence, "manufacturer")),
            new("Batch", Text(evidence, "batch")),
            new("Valid from", dates.Date(Text(evidence, "effectiveStart"))),
            new("Valid until", dates.Date(Text(evidence, "effectiveUntil"))),
            new("Vaccinated by", Text(Member(evidence, "verifier"), "name")),
            new("Facility", Text(facility, "name")),
            new("Facility address", Address(Member(facility, "address")), Span: 2),
        };
        fields.RemoveAll(field => field.Value.Length == 0);
        return fields;
    }

    private static string DoseText(int? dose, int? total)
    {
        return dose is null ? ""
            : total is null || dose > total ? dose.Value.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{dose} of {total}");
    }
}
