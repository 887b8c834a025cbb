using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types.Test;

/// <summary>Results of tests. A key has the time of the sample (UTC), the kind of test and the disease.</summary>
public sealed class TestType(TestTables tables, Diseases diseases, Countries countries) : ICertificateType
{
    /// <summary>The name in keys and messages.</summary>
    public const string TypeName = "test";

    private const string Details = "testDetails";
    private const int LongestCountry = 100;

    private static readonly RequestShape[] AllShapes = [new(TestFields.V1, TestFields.Rows), new(TestFields.V1Inexact, TestFields.Rows)];

    private static readonly PageKind TestPage = new(TypeName, PageKind.Embedded(typeof(TestType), "test.template.json"))
    {
        Conditions = [TypeName],
        Placeholders = ["disease", "result"],
        BoundedValues = new Dictionary<string, string>
        {
            ["/credential/evidence/0/certificateId"] = new string('m', RandomId.Length),
            ["/credential/evidence/0/result"] = "Inconclusive",
            ["/credential/credentialSubject/refId"] = new string('M', IntakeLimits.PreEnrollmentCodeCharacters),
            ["/claims/recipient/age"] = "120",
        },
        Longest = [Facts(PageKind.LongText, "Inconclusive")],
    };

    /// <inheritdoc/>
    public string Name => TypeName;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<RequestShape> Shapes => AllShapes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Rules => TestRules.Names;

    /// <inheritdoc/>
    public string KeyWords => "time of the sample, kind of test and disease";

    /// <inheritdoc/>
    public string KeyPath => $"{Details}.sampleCollectionTimestamp";

    /// <inheritdoc/>
    public PageKind Page => TestPage;

    /// <summary>
    /// The key of a test. No text of an event has a line feed, so tests that differ in one of the three parts never have the same key.
    /// </summary>
    public static CertificateKey KeyOf(string programme, DateTimeOffset sampleCollected, string testType, string disease)
    {
        return new(
            TypeName,
            programme,
            string.Create(CultureInfo.InvariantCulture, $"sample:{sampleCollected.UtcDateTime:O}\n{testType}\n{disease}"));
    }

    /// <inheritdoc/>
    public string ShapeOf(JsonElement data, RequestShape sent) =>
        BirthKnowledge.Of(data) == BirthKnowledge.Day ? TestFields.V1 : TestFields.V1Inexact;

    /// <inheritdoc/>
    public void Check(EventCheck check) => TestRules.Check(check);

    /// <inheritdoc/>
    public CertificateKey? KeyOf(JsonElement data)
    {
        var test = EventJson.Member(data, Details);
        if (!InternetTime.TryParseInstant(EventJson.Text(test, "sampleCollectionTimestamp"), out var collected)
            || EventJson.Member(test, "testType").ValueKind != JsonValueKind.String
            || EventJson.Member(test, "disease").ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return KeyOf(EventJson.Text(data, "programId"), collected, EventJson.Text(test, "testType"), EventJson.Text(test, "disease"));
    }

    /// <inheritdoc/>
    public Validity ValidityOf(JsonElement data) => new(null, null);

    /// <inheritdoc/>
    public EventFacts FactsOf(JsonElement data)
    {
        var happened = TestEvent.Read(data);
        var facts = new TestFacts(
            happened.TestDetails.SampleCollectionTimestamp, ShownText.Of(happened.Facility.Address?.Country ?? "", LongestCountry));
        return new EventFacts(JsonSerializer.SerializeToElement(facts, TestFactsJson.Default.TestFacts));
    }

    /// <inheritdoc/>
    public JsonElement ClaimsOf(JsonElement data, string subjectId)
    {
        var happened = TestEvent.Read(data);
        return (happened with { Meta = null, Recipient = happened.Recipient with { Identity = subjectId, Contact = null } }).Write();
    }

    /// <inheritdoc/>
    public JsonElement? CodesOf(JsonElement data)
    {
        var happened = TestEvent.Read(data);
        var test = happened.TestDetails;
        var disease = diseases.Find(test.Disease);
        return new TestCodes
        {
            Tables = CodeTable.Version,
            Kind = diseases.FindKind(test.TestType),
            Result = tables.FindResult(test.Result),
            Disease = disease?.Codes,
            Pathogen = disease?.Pathogen,
            SampleOrigin = tables.FindOrigin(test.SampleOrigin),
            Device = tables.FindDevice(test.Device, test.Manufacturer, test.TestName),
            Country = countries.Find(happened.Facility.Address?.Country),
        }.Write();
    }

    /// <inheritdoc/>
    public Summary Summarize(JsonElement claims)
    {
        var (person, test, facility) =
            (EventJson.Member(claims, "recipient"), EventJson.Member(claims, Details), EventJson.Member(claims, "facility"));
        return new Summary()
            .Add("name", EventJson.Text(person, "name"))
            .Add("dateOfBirth", EventJson.Text(person, "dob"))
            .Add("age", EventJson.Text(person, "age"))
            .Add("gender", EventJson.Text(person, "gender"))
            .Add("testType", EventJson.Text(test, "testType"))
            .Add("disease", EventJson.Text(test, "disease"))
            .Add("result", EventJson.Text(test, "result"))
            .Add("sampleCollected", EventJson.Text(test, "sampleCollectionTimestamp"))
            .Add("resultFound", EventJson.Text(test, "resultTimestamp"))
            .Add("facility", EventJson.Text(facility, "name"))
            .Add("country", EventJson.Text(EventJson.Member(facility, "address"), "country"));
    }

    /// <inheritdoc/>
    public PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier)
    {
        var test = EventJson.Member(accepted.Data, Details);
        return Facts(EventJson.Text(test, "disease"), EventJson.Text(test, "result"));
    }

    /// <inheritdoc/>
    public JsonElement SampleOf(RequestShape shape) => new TestEvent
    {
        PreEnrollmentCode = SamplePerson.Code,
        Recipient = shape.Name == TestFields.V1 ? SamplePerson.Nobody : SamplePerson.Nobody with { Dob = null, Age = "26" },
        TestDetails = new TestDetails
        {
            TestType = "Rehearsal",
            Disease = "None",
            SampleCollectionTimestamp = new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero),
            ResultTimestamp = new DateTimeOffset(2026, 1, 1, 11, 0, 0, TimeSpan.Zero),
            Result = "Negative",
        },
        Facility = SamplePerson.Facility,
    }.Write();

    private static PageFacts Facts(string disease, string result) => new()
    {
        Conditions = [TypeName],
        Placeholders = new Dictionary<string, string> { ["disease"] = disease, ["result"] = result },
    };
}

/// <summary>The facts of a test. Form 1.</summary>
/// <param name="Date">When the sample was taken.</param>
/// <param name="Country">Country of the facility, or empty.</param>
internal sealed record TestFacts(DateTimeOffset Date, string Country);

/// <summary>How the facts are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(TestFacts))]
internal sealed partial class TestFactsJson : JsonSerializerContext;
