using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Growth.Convalescence;

/// <summary>
/// That a person recovered from a disease. A key is the disease and the day of the first positive test. A type of the tests, beside the
/// program's own: it shows that one more type needs nothing but its folder and one line.
/// </summary>
internal sealed class ConvalescenceType : ICertificateType
{
    public const string TypeName = "convalescence";

    private const string Details = "convalescence";
    private const string Onset = "onset:";
    private const int DayLength = 10;
    private const int MostEarlier = 8;
    private const int LongestFact = 80;

    private static readonly RequestShape[] AllShapes = [new(ConvalescenceFields.V1, ConvalescenceFields.Rows)];

    public string Name => TypeName;

    public int Version => 1;

    public IReadOnlyList<RequestShape> Shapes => AllShapes;

    public IReadOnlyList<string> Rules => ConvalescenceRules.Names;

    public string KeyWords => "disease and day of the first positive test";

    public string KeyPath => "convalescence.firstPositive";

    public PageKind Page => ConvalescencePage.Kind;

    public void Check(EventCheck check) => ConvalescenceRules.Check(check);

    public CertificateKey? KeyOf(JsonElement data)
    {
        var details = Member(data, Details);
        if (Text(details, "disease") is not { Length: > 0 } disease || Text(details, "firstPositive") is not { Length: DayLength } day)
        {
            return null;
        }

        return new CertificateKey(TypeName, Text(data, "programId") ?? "", $"{Onset}{day}\n{disease}");
    }

    public Validity ValidityOf(JsonElement data)
    {
        var details = ConvalescenceEvent.Read(data).Convalescence;
        return new Validity(details.ValidFrom, details.ValidUntil);
    }

    public EventFacts FactsOf(JsonElement data)
    {
        var happened = ConvalescenceEvent.Read(data);
        var facts = new Dictionary<string, string>
        {
            ["disease"] = Short(happened.Convalescence.Disease),
            ["firstPositive"] = InternetTime.FormatDate(happened.Convalescence.FirstPositive),
            ["facility"] = Short(happened.Facility.Name),
            ["country"] = Short(happened.Facility.Address?.Country ?? ""),
        };
        return new EventFacts(JsonSerializer.SerializeToElement(facts));
    }

    public JsonElement ClaimsOf(JsonElement data, string subjectId)
    {
        var happened = ConvalescenceEvent.Read(data);
        return (happened with { Meta = null, Recipient = happened.Recipient with { Identity = subjectId, Contact = null } }).Write();
    }

    public IReadOnlyList<EarlierEvent> EarlierOf(CertificateKey key, IEnumerable<EarlierEvent> others)
    {
        return [.. others.Where(other => string.CompareOrdinal(DayOf(other.Text), DayOf(key.Text)) < 0)
            .OrderBy(other => DayOf(other.Text), StringComparer.Ordinal)
            .TakeLast(MostEarlier)];
    }

    public Summary Summarize(JsonElement claims)
    {
        var (person, details, facility) = (Member(claims, "recipient"), Member(claims, Details), Member(claims, "facility"));
        return new Summary()
            .Add("name", Text(person, "name"))
            .Add("dateOfBirth", Text(person, "dob"))
            .Add("disease", Text(details, "disease"))
            .Add("firstPositive", Text(details, "firstPositive"))
            .Add("facility", Text(facility, "name"))
            .Add("country", Text(Member(facility, "address"), "country"));
    }

    public PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier)
    {
        return ConvalescencePage.FactsOf(
            ConvalescenceEvent.Read(accepted.Data).Convalescence.Disease,
            [.. earlier.Select(one => ConvalescencePage.RowOf(one.Facts.Value))]);
    }

    public JsonElement SampleOf(RequestShape shape) => new ConvalescenceEvent
    {
        PreEnrollmentCode = "REHEARSAL",
        Recipient = new Recipient { Name = "Nobody", Dob = new DateOnly(2000, 1, 1), Identity = "did:example:nobody" },
        Convalescence = new ConvalescenceDetails
        {
            Disease = "None",
            FirstPositive = new DateOnly(2026, 1, 1),
            ValidFrom = new DateOnly(2026, 1, 12),
            ValidUntil = new DateOnly(2026, 6, 1),
        },
        Facility = new ConvalescenceFacility { Name = "Nowhere" },
    }.Write();

    private static string DayOf(string keyText) => keyText.Substring(Onset.Length, DayLength);

    private static string Short(string text) => string.Concat(text.EnumerateRunes().Take(LongestFact));

    private static JsonElement Member(JsonElement parent, string name)
    {
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;
    }

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
