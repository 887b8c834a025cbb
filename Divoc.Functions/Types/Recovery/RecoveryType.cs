using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types.Recovery;

/// <summary>A person's recovery from a disease. A key has the day of the first positive test and the disease.</summary>
public sealed class RecoveryType(Diseases diseases, Countries countries, IOptions<RecoveryOptions> options) : ICertificateType
{
    /// <summary>The name in keys and messages.</summary>
    public const string TypeName = "recovery";

    private const string Details = "recovery";
    private const int LongestCountry = 100;

    private static readonly RequestShape[] AllShapes = [new(RecoveryFields.V1, RecoveryFields.Rows)];

    private static readonly PageKind RecoveryPage = new(TypeName, PageKind.Embedded(typeof(RecoveryType), "recovery.template.json"))
    {
        Conditions = [TypeName],
        Placeholders = ["disease"],
        BoundedValues = new Dictionary<string, string>
        {
            ["/credential/evidence/0/certificateId"] = new string('m', RandomId.Length),
            ["/credential/credentialSubject/refId"] = new string('M', IntakeLimits.PreEnrollmentCodeCharacters),
            ["/credential/credentialSubject/age"] = "120",
        },
        Longest = [Facts(PageKind.LongText)],
    };

    /// <inheritdoc/>
    public string Name => TypeName;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<RequestShape> Shapes => AllShapes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Rules => RecoveryRules.Names;

    /// <inheritdoc/>
    public string KeyWords => "disease and date of the first positive test";

    /// <inheritdoc/>
    public string KeyPath => RecoveryFields.FirstPositive;

    /// <inheritdoc/>
    public PageKind Page => RecoveryPage;

    /// <summary>The key of a recovery.</summary>
    public static CertificateKey KeyOf(string programme, DateOnly firstPositive, string disease)
    {
        return new(TypeName, programme, $"positive:{InternetTime.FormatDate(firstPositive)}\n{disease}");
    }

    /// <inheritdoc/>
    public void Complete(ElementValues element)
    {
        if (element.Date(RecoveryFields.FirstPositive) is { } positive)
        {
            Complete(element, RecoveryFields.ValidFrom, positive, options.Value.ValidFromDays);
            Complete(element, RecoveryFields.ValidUntil, positive, options.Value.ValidUntilDays);
        }
    }

    /// <inheritdoc/>
    public void Check(EventCheck check) => RecoveryRules.Check(check);

    /// <inheritdoc/>
    public CertificateKey? KeyOf(JsonElement data)
    {
        var recovery = EventJson.Member(data, Details);
        var disease = EventJson.Text(recovery, "disease");
        return disease.Length > 0 && InternetTime.TryParseDate(EventJson.Text(recovery, "firstPositiveTestDate"), out var positive)
            ? KeyOf(EventJson.Text(data, "programId"), positive, disease)
            : null;
    }

    /// <inheritdoc/>
    public Validity ValidityOf(JsonElement data)
    {
        var recovery = EventJson.Member(data, Details);
        return new Validity(EventJson.Date(recovery, "validFrom"), EventJson.Date(recovery, "validUntil"));
    }

    /// <inheritdoc/>
    public EventFacts FactsOf(JsonElement data)
    {
        var happened = RecoveryEvent.Read(data);
        var facts = new RecoveryFacts(
            happened.Recovery.FirstPositiveTestDate, ShownText.Of(happened.Facility.Address?.Country ?? "", LongestCountry));
        return new EventFacts(JsonSerializer.SerializeToElement(facts, RecoveryFactsJson.Default.RecoveryFacts));
    }

    /// <inheritdoc/>
    public JsonElement ClaimsOf(JsonElement data, string subjectId)
    {
        var happened = RecoveryEvent.Read(data);
        return (happened with { Meta = null, Recipient = happened.Recipient with { Identity = subjectId, Contact = null } }).Write();
    }

    /// <inheritdoc/>
    public JsonElement? CodesOf(JsonElement data)
    {
        var happened = RecoveryEvent.Read(data);
        return new RecoveryCodes
        {
            Tables = CodeTable.Version,
            Disease = diseases.Find(happened.Recovery.Disease)?.Codes,
            Kind = diseases.FindKind(happened.Recovery.TestType),
            Country = countries.Find(happened.Facility.Address?.Country),
        }.Write();
    }

    /// <inheritdoc/>
    public Summary Summarize(JsonElement claims)
    {
        var (person, recovery, facility) =
            (EventJson.Member(claims, "recipient"), EventJson.Member(claims, Details), EventJson.Member(claims, "facility"));
        return new Summary()
            .Add("name", EventJson.Text(person, "name"))
            .Add("dateOfBirth", EventJson.Text(person, "dob"))
            .Add("age", EventJson.Text(person, "age"))
            .Add("gender", EventJson.Text(person, "gender"))
            .Add("disease", EventJson.Text(recovery, "disease"))
            .Add("firstPositiveTest", EventJson.Text(recovery, "firstPositiveTestDate"))
            .Add("testType", EventJson.Text(recovery, "testType"))
            .Add("facility", EventJson.Text(facility, "name"))
            .Add("country", EventJson.Text(EventJson.Member(facility, "address"), "country"));
    }

    /// <inheritdoc/>
    public PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier) =>
        Facts(EventJson.Text(EventJson.Member(accepted.Data, Details), "disease"));

    /// <inheritdoc/>
    public JsonElement SampleOf(RequestShape shape) => new RecoveryEvent
    {
        PreEnrollmentCode = SamplePerson.Code,
        Recipient = SamplePerson.Nobody,
        Recovery = new RecoveryDetails
        {
            Disease = "None",
            FirstPositiveTestDate = new DateOnly(2026, 1, 1),
            ValidFrom = new DateOnly(2026, 1, 12),
            ValidUntil = new DateOnly(2026, 6, 30),
        },
        Facility = SamplePerson.Facility,
    }.Write();

    /// <summary>
    /// Fills a date that was not sent: some days after the first positive test, or the last day of the calendar. A date with a validation
    /// error stays unchanged.
    /// </summary>
    private static void Complete(ElementValues element, string path, DateOnly positive, int days)
    {
        if (!element.Has(path))
        {
            var day = Math.Min(positive.DayNumber + days, DateOnly.MaxValue.DayNumber);
            element.Set(path, DateOnly.FromDayNumber(day), element.PositionOf(path));
        }
    }

    private static PageFacts Facts(string disease) => new()
    {
        Conditions = [TypeName],
        Placeholders = new Dictionary<string, string> { ["disease"] = disease },
    };
}

/// <summary>The facts of a recovery. Form 1.</summary>
/// <param name="Date">The day of the first positive test.</param>
/// <param name="Country">Country of the facility, or empty.</param>
internal sealed record RecoveryFacts(DateOnly Date, string Country);

/// <summary>How the facts are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecoveryFacts))]
internal sealed partial class RecoveryFactsJson : JsonSerializerContext;
