using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>The facts of a vaccination's page in addition to those to which its template points.</summary>
internal static class VaccinationPage
{
    private const string Provisional = "provisional";
    private const string Final = "final";
    private const string Booster = "booster";
    private const string First = "first";
    private const string DobKnown = "dobKnown";
    private const int MaxDiseaseLength = 40;
    private const int MostRowsTried = 12;

    /// <summary>
    /// The kind of page. Conditions: <c>first</c> for dose 1, <c>provisional</c> while the primary series is not complete, <c>final</c> for
    /// the dose that completes it, <c>booster</c> after it; <c>dobKnown</c> if the credential's date of birth is the one that was sent, and
    /// not calculated from the age.
    /// </summary>
    public static PageKind Kind { get; } = new(
        VaccinationType.TypeName, PageKind.Embedded(typeof(VaccinationPage), "vaccination.template.json"))
    {
        Conditions = [VaccinationType.TypeName, First, Provisional, Final, Booster, DobKnown],
        Placeholders = ["dose", "totalDoses", "boosterNumber", "disease"],
        EarlierColumns =
            [new("label.dose", 58), new("label.vaccine", 166), new("label.batch", 104), new("label.date", 86), new("label.country")],
        BoundedValues = new Dictionary<string, string>
        {
            ["/credential/evidence/0/certificateId"] = new string('m', RandomId.Length),
            ["/credential/evidence/0/dose"] = "99",
            ["/credential/evidence/0/totalDoses"] = "99",
            ["/credential/credentialSubject/refId"] = new string('M', IntakeLimits.PreEnrollmentCodeCharacters),
            ["/credential/credentialSubject/age"] = "120",
        },
        Longest = [.. new[] { (1, 2), (2, 2), (3, 2) }
            .Select(
                doses => Facts(doses.Item1, doses.Item2, isDobKnown: true, PageKind.LongText[..MaxDiseaseLength], LongRows(doses.Item2)))],
    };

    /// <summary>The facts of an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="code">The ICD-11 code of its vaccine, if the certificate has it; else null.</param>
    /// <param name="earlier">The earlier doses.</param>
    public static PageFacts FactsOf(VaccinationEvent happened, VaccineCode? code, IReadOnlyList<EarlierDose> earlier)
    {
        var (dose, total) = (happened.Vaccination.Dose, happened.Vaccination.TotalDoses);
        var isDobKnown = happened.Recipient.Dob is { Year: >= BirthDate.FirstKnownYear };
        return Facts(dose, total, isDobKnown, DiseaseOf(code?.Prophylaxis ?? ""), EarlierDoses.Rows(earlier, happened.Meta, dose)) with
        {
            Enrollment = new Lazy<JsonElement>(
                () => JsonSerializer.SerializeToElement(new EnrollmentFacts(earlier), VaccinationPageJson.Default.EnrollmentFacts)),
        };
    }

    private static PageFacts Facts(int dose, int total, bool isDobKnown, string disease, IReadOnlyList<PageRow> earlier)
    {
        var placeholders = new Dictionary<string, string>
        {
            ["dose"] = Number(dose),
            ["totalDoses"] = Number(total),
            ["disease"] = disease,
        };
        if (dose > total)
        {
            placeholders["boosterNumber"] = Number(dose - total);
        }

        return new PageFacts { Conditions = ConditionsOf(dose, total, isDobKnown), Placeholders = placeholders, Earlier = earlier };
    }

    private static List<string> ConditionsOf(int dose, int total, bool isDobKnown)
    {
        List<string> conditions = isDobKnown ? [VaccinationType.TypeName, DobKnown] : [VaccinationType.TypeName];
        if (dose == 1)
        {
            conditions.Add(First);
        }

        if (dose < total)
        {
            conditions.Add(Provisional);
        }
        else
        {
            conditions.Add(dose > total ? Booster : Final);
        }

        return conditions;
    }

    /// <summary>The disease that the ICD-11 term names before the word "vaccine", such as "COVID-19 vaccine, RNA based".</summary>
    private static string DiseaseOf(string prophylaxis)
    {
        var end = prophylaxis.IndexOf(" vaccine", StringComparison.OrdinalIgnoreCase);
        return end is > 0 and <= MaxDiseaseLength ? prophylaxis[..end] : "";
    }

    private static IReadOnlyList<PageRow> LongRows(int total)
    {
        var doses = Enumerable.Range(1, MostRowsTried)
            .Select(number => new EarlierDose(number, total, PageKind.LongText, PageKind.LongText, "1970-01-01", PageKind.LongText));
        return EarlierDoses.Rows([.. doses], null, int.MaxValue);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The object for pointers below <c>/enrollment</c>.</summary>
/// <param name="EarlierDoses">Doses before the certified one, in rising order.</param>
internal sealed record EnrollmentFacts(IReadOnlyList<EarlierDose> EarlierDoses);

/// <summary>How enrollment facts are written for pointers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrollmentFacts))]
internal sealed partial class VaccinationPageJson : JsonSerializerContext;
