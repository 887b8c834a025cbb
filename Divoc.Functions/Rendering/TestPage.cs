using static Divoc.Functions.Rendering.CredentialFacts;

namespace Divoc.Functions.Rendering;

/// <summary>The words of a test certificate.</summary>
internal sealed class TestPage(PageDates dates)
{
    private const string Version = "test/1";

    /// <summary>Writes the page of a credential.</summary>
    public CertificatePage Describe(CredentialFacts facts)
    {
        var evidence = facts.Evidence;
        var disease = Text(evidence, "disease");
        return new CertificatePage
        {
            TemplateVersion = Version,
            Title = "Test Result Certificate",
            Subtitle = disease.Length > 0 ? $"for {disease}" : "",
            Status = $"Result: {Text(evidence, "result")}",
            Name = Text(facts.Subject, "name"),
            Person = PersonFields.Of(facts.Subject, dates),
            EventTitle = "Test",
            Event = EventFields(facts),
            EarlierDoses = [],
            Certificate = CertificateFields.Of(facts, dates),
            Verification = CertificateFields.Verification,
            Issuer = facts.Issuer,
            Issued = CertificateFields.Issued(facts),
            CertificateId = Text(evidence, "certificateId"),
        };
    }

    private List<PageField> EventFields(CredentialFacts facts)
    {
        var evidence = facts.Evidence;
        var facility = Member(evidence, "facility");
        var fields = new List<PageField>
        {
            new("Disease", Text(evidence, "disease"), FieldRank.Primary),
            new("Result", Text(evidence, "result"), FieldRank.Primary),
            new("Sample collected", dates.Time(Text(evidence, "sampleCollectionTimestamp")), FieldRank.Primary),
            new("Test name", Text(evidence, "testName")),
            new("Test type", Text(evidence, "testType")),
            new("Result time", dates.Time(Text(evidence, "resultTimestamp"))),
            new("Sample origin", Text(evidence, "sampleOrigin")),
            new("Manufacturer", Text(evidence, "manufacturer")),
            new("Batch", Text(evidence, "batch")),
            new("Tested by", Text(Member(evidence, "verifier"), "name")),
            new("Facility", Text(facility, "name")),
            new("Facility address", Address(Member(facility, "address"))),
        };
        fields.RemoveAll(field => field.Value.Length == 0);
        return fields;
    }
}
