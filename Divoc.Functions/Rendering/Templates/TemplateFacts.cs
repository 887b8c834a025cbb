using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>The facts that a template can print: the credential, the partner's <c>meta</c>, and what the enrollment knows.</summary>
internal sealed class TemplateFacts
{
    /// <summary>What a pointer may begin with.</summary>
    public static readonly string[] Roots = ["/credential/", "/meta/", "/enrollment/"];

    /// <summary>What a label may have in braces.</summary>
    public static readonly string[] Placeholders = ["dose", "totalDoses", "boosterNumber", "disease", "result"];

    private const int MaxDiseaseLength = 40;

    private readonly CredentialFacts credential;
    private readonly CertificatePageInput input;
    private readonly Lazy<JsonElement> enrollment;

    /// <summary>Takes what a page is made from.</summary>
    public TemplateFacts(CredentialFacts credential, CertificatePageInput input)
    {
        this.credential = credential;
        this.input = input;
        enrollment = new Lazy<JsonElement>(EnrollmentOf);
        Dose = CredentialFacts.WholeNumber(credential.Evidence, "dose");
        TotalDoses = CredentialFacts.WholeNumber(credential.Evidence, "totalDoses");
    }

    public int? Dose { get; }

    /// <summary>Doses of the primary series.</summary>
    public int? TotalDoses { get; }

    public bool Holds(TemplateCondition when) => when == TemplateCondition.None || (when & Conditions) != 0;

    /// <summary>What a pointer finds, as text on one line; empty when it finds none.</summary>
    public string At(string pointer)
    {
        var steps = pointer.Split('/');
        var place = steps[1] switch
        {
            "credential" => credential.Root,
            "meta" => input.Meta ?? default,
            _ => enrollment.Value,
        };
        try
        {
            foreach (var step in steps.AsSpan(2))
            {
                place = Step(place, JsonPointer.Unescape(step));
            }
        }
        catch (InvalidOperationException)
        {
            // A member's name that holds half a surrogate pair cannot be compared.
            return "";
        }

        return CredentialFacts.Text(place);
    }

    /// <summary>The value of a placeholder, or empty.</summary>
    public string Placeholder(string name) => name switch
    {
        "dose" => Number(Dose),
        "totalDoses" => Number(TotalDoses),
        "boosterNumber" => Dose > TotalDoses ? Number(Dose - TotalDoses) : "",
        "disease" => Disease,
        "result" => CredentialFacts.Text(credential.Evidence, "result"),
        _ => "",
    };

    private TemplateCondition Conditions
    {
        get
        {
            var conditions = credential.IsTest ? TemplateCondition.Test : TemplateCondition.Vaccination;
            conditions |= Dose == 1 ? TemplateCondition.First : TemplateCondition.None;
            return conditions | (Dose < TotalDoses ? TemplateCondition.Provisional
                : Dose > TotalDoses ? TemplateCondition.Booster
                : Dose is not null && Dose == TotalDoses ? TemplateCondition.Final
                : TemplateCondition.None);
        }
    }

    /// <summary>The disease of a test; for a vaccination the one that the ICD-11 term names before the word "vaccine", such as "COVID-19 vaccine, RNA based".</summary>
    private string Disease
    {
        get
        {
            if (credential.IsTest)
            {
                return CredentialFacts.Text(credential.Evidence, "disease");
            }

            var prophylaxis = CredentialFacts.Text(credential.Evidence, "prophylaxis");
            var end = prophylaxis.IndexOf(" vaccine", StringComparison.OrdinalIgnoreCase);
            return end is > 0 and <= MaxDiseaseLength ? prophylaxis[..end] : "";
        }
    }

    private static JsonElement Step(JsonElement place, string step)
    {
        return place.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < place.GetArrayLength()
            ? place[index]
            : CredentialFacts.Member(place, step);
    }

    private JsonElement EnrollmentOf()
    {
        return JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(new EnrollmentFacts(input.EarlierDoses), TemplateFactsJson.Default.EnrollmentFacts));
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>What pointers below <c>/enrollment</c> find.</summary>
/// <param name="EarlierDoses">Doses before the certified one, in rising order.</param>
internal sealed record EnrollmentFacts(IReadOnlyList<EarlierDose> EarlierDoses);

/// <summary>How enrollment facts are written for pointers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrollmentFacts))]
internal sealed partial class TemplateFactsJson : JsonSerializerContext;
