using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>Doses of a vaccine. Their keys are <c>dose:1</c>, <c>dose:2</c> and so on, within a programme.</summary>
public sealed class VaccinationType(VaccineCodes codes, VaccineProducts products, Countries countries, IOptions<VaccinationOptions> options)
    : ICertificateType
{
    /// <summary>The name in keys and messages.</summary>
    public const string TypeName = "vaccination";

    private const string DoseText = "dose:";

    // The maximum of earlier doses on the page of a later one, so that many doses need little space in queue and ledger.
    private const int MostEarlierDoses = 20;
    private const int LongestFact = 100;

    private static readonly RequestShape[] AllShapes =
        [new(VaccinationFields.V1, VaccinationFields.Rows), new(VaccinationFields.V3, VaccinationFields.Rows)];

    /// <inheritdoc/>
    public string Name => TypeName;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<RequestShape> Shapes => AllShapes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Rules => VaccinationRules.Names;

    /// <inheritdoc/>
    public string KeyWords => "dose";

    /// <inheritdoc/>
    public string KeyPath => "vaccination.dose";

    /// <inheritdoc/>
    public PageKind Page => VaccinationPage.Kind;

    /// <summary>Whether a key is one of this type.</summary>
    public static bool Has(CertificateKey key) => key.Type == TypeName;

    /// <summary>The key of a dose.</summary>
    public static CertificateKey KeyOf(string programme, int dose) =>
        new(TypeName, programme, string.Create(CultureInfo.InvariantCulture, $"{DoseText}{dose}"));

    /// <summary>The number of the dose in a key of this type.</summary>
    public static int DoseOf(CertificateKey key) => DoseOf(key.Text);

    /// <summary>The number of the dose in the text of a key of this type.</summary>
    public static int DoseOf(string keyText) => int.Parse(keyText.AsSpan(DoseText.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Check(EventCheck check) => new VaccinationRules(check, codes, options.Value).Check();

    /// <inheritdoc/>
    public CertificateKey? KeyOf(JsonElement data)
    {
        return EventJson.WholeNumber(EventJson.Member(data, "vaccination"), "dose") is { } dose
            ? KeyOf(EventJson.Text(data, "programId"), dose)
            : null;
    }

    /// <inheritdoc/>
    public Validity ValidityOf(JsonElement data)
    {
        var vaccination = EventJson.Member(data, "vaccination");
        return new Validity(EventJson.Date(vaccination, "effectiveStart"), EventJson.Date(vaccination, "effectiveUntil"));
    }

    /// <inheritdoc/>
    public EventFacts FactsOf(JsonElement data)
    {
        var happened = VaccinationEvent.Read(data);
        var facts = new VaccinationFacts(
            happened.Vaccination.Date,
            ShownText.Of(happened.Vaccination.Name, LongestFact),
            ShownText.Of(happened.Vaccination.Batch ?? "", LongestFact),
            happened.Vaccination.TotalDoses,
            ShownText.Of(happened.Facility.Address?.Country ?? "", LongestFact));
        return new EventFacts(JsonSerializer.SerializeToElement(facts, VaccinationFactsJson.Default.VaccinationFacts));
    }

    /// <inheritdoc/>
    public JsonElement ClaimsOf(JsonElement data, string subjectId)
    {
        var happened = VaccinationEvent.Read(data);
        return (happened with
        {
            EnrollmentType = null,
            Comorbidities = null,
            Meta = null,
            Recipient = happened.Recipient with { Identity = subjectId, Contact = null },
        }).Write();
    }

    /// <inheritdoc/>
    public JsonElement? CodesOf(JsonElement data)
    {
        var product = products.Find(EventJson.Text(EventJson.Member(data, "vaccination"), "name"));
        return new VaccinationCodes
        {
            Tables = CodeTable.Version,
            Product = product,
            Disease = product is null ? null : products.Disease,
            Country = countries.Find(EventJson.Text(EventJson.Member(EventJson.Member(data, "facility"), "address"), "country")),
        }.Write();
    }

    /// <inheritdoc/>
    public IReadOnlyList<EarlierEvent> EarlierOf(CertificateKey key, IEnumerable<EarlierEvent> others)
    {
        return [.. others.Where(other => DoseOf(other.Text) < DoseOf(key)).OrderBy(other => DoseOf(other.Text)).TakeLast(MostEarlierDoses)];
    }

    /// <summary>
    /// The version that is the latest in DIVOC (specification 03, section 3.1): the newest one of the highest dose. Only live ones count,
    /// and only those whose artifacts were not erased.
    /// </summary>
    public ListedCertificate? Latest(IEnumerable<ListedCertificate> versions)
    {
        return versions.Where(version => Has(version.Key) && version.IsLive() && !version.IsErased())
            .OrderBy(version => DoseOf(version.Key))
            .ThenBy(version => version.IssuedAt)
            .LastOrDefault();
    }

    /// <summary>
    /// All doses, of any programme, in the order of their numbers. Their codes show whether they are against the same disease.
    /// </summary>
    public IReadOnlyList<ListedCertificate> GroupFor(ListedCertificate one, IReadOnlyList<ListedCertificate> live)
    {
        return [.. live.Where(version => Has(version.Key)).OrderBy(version => DoseOf(version.Key)).ThenBy(version => version.IssuedAt)];
    }

    /// <inheritdoc/>
    public Summary Summarize(JsonElement claims)
    {
        var (person, vaccination, facility) =
            (EventJson.Member(claims, "recipient"), EventJson.Member(claims, "vaccination"), EventJson.Member(claims, "facility"));
        return new Summary()
            .Add("name", EventJson.Text(person, "name"))
            .Add("dateOfBirth", EventJson.Text(person, "dob"))
            .Add("age", EventJson.Text(person, "age"))
            .Add("gender", EventJson.Text(person, "gender"))
            .Add("vaccine", EventJson.Text(vaccination, "name"))
            .Add("prophylaxis", EventJson.Text(vaccination, "prophylaxis"))
            .Add("date", EventJson.Text(vaccination, "date"))
            .Add("dose", EventJson.WholeNumber(vaccination, "dose"))
            .Add("totalDoses", EventJson.WholeNumber(vaccination, "totalDoses"))
            .Add("facility", EventJson.Text(facility, "name"))
            .Add("country", EventJson.Text(EventJson.Member(facility, "address"), "country"));
    }

    /// <inheritdoc/>
    public PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier)
    {
        var happened = VaccinationEvent.Read(accepted.Data);
        // Only the shape of the WHO's DDCC has the code.
        var code = accepted.Shape == VaccinationFields.V3 ? codes.Find(happened.Vaccination.Name) : null;
        return VaccinationPage.FactsOf(happened, code, [.. earlier.Select(EarlierDose.Of)]);
    }

    /// <inheritdoc/>
    public JsonElement SampleOf(RequestShape shape) => VaccinationSample.Event.Write();
}

/// <summary>The facts of a dose on the page of a later one. Form 1 of the facts of vaccinations.</summary>
/// <param name="Date">When it was given.</param>
/// <param name="Vaccine">The vaccine's name.</param>
/// <param name="Batch">Lot number, or empty.</param>
/// <param name="TotalDoses">Doses of the primary series.</param>
/// <param name="Country">Country of the facility, or empty.</param>
internal sealed record VaccinationFacts(DateTimeOffset Date, string Vaccine, string Batch, int TotalDoses, string Country);

/// <summary>How the facts are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(VaccinationFacts))]
internal sealed partial class VaccinationFactsJson : JsonSerializerContext;
