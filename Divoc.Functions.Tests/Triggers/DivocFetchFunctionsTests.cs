using System.Globalization;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Triggers;
using Divoc.Functions.Triggers.Divoc;

namespace Divoc.Functions.Tests.Triggers;

public sealed class DivocFetchFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private readonly FetchFunctions functions = bench.Bench.Create<FetchFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_latest_certificates_of_a_person_are_returned()
    {
        var page = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestPdfAsync(request, PlainBench.Code, Token));
        var image = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestQrAsync(request, PlainBench.Code, Token));
        var test = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestTestPdfAsync(request, PlainBench.Code, Token));

        Assert.Equal(("application/pdf", "image/png", "application/pdf"), (page.ContentType, image.ContentType, test.ContentType));
        Assert.Equal((200, 200, 200), (page.Status, image.Status, test.Status));
        Assert.NotEqual(page.ETag, test.ETag);
    }

    [Fact]
    public async Task The_latest_image_is_available_in_a_requested_size()
    {
        var stored = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestQrAsync(request, PlainBench.Code, Token));
        var sized = await PlainRequest.Get("?px=500").AnswerAsync(request => functions.FetchLatestQrAsync(request, PlainBench.Code, Token));
        var wrong = await PlainRequest.Get("?px=many")
            .AnswerAsync(request => functions.FetchLatestQrAsync(request, PlainBench.Code, Token));

        Assert.NotEqual(stored.ETag, sized.ETag);
        Assert.Equal((400, "SIZE"), wrong.Outcome);
    }

    /// <summary>By a date a client would be told that the revoked one that it keeps was not modified.</summary>
    [Fact]
    public async Task The_latest_part_has_an_ETag_and_no_date()
    {
        var first = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestPdfAsync(request, PlainBench.Code, Token));
        var byDate = await PlainRequest.Get("", ("If-Modified-Since", DateTimeOffset.UtcNow.ToString("R")))
            .AnswerAsync(request => functions.FetchLatestPdfAsync(request, PlainBench.Code, Token));
        var byTag = await PlainRequest.Get("", ("If-None-Match", first.ETag))
            .AnswerAsync(request => functions.FetchLatestPdfAsync(request, PlainBench.Code, Token));

        Assert.Empty(first.LastModified);
        Assert.Equal((200, 304), (byDate.Status, byTag.Status));
    }

    [Fact]
    public async Task A_person_without_a_certificate_of_the_type_has_no_latest_certificate()
    {
        var nobody = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestPdfAsync(request, "NOBODY", Token));
        var image = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestQrAsync(request, "NOBODY", Token));
        var test = await PlainRequest.Get().AnswerAsync(request => functions.FetchLatestTestPdfAsync(request, "PE-1", Token));

        Assert.All([nobody, image, test], answer => Assert.Equal((404, "NOT_FOUND"), answer.Outcome));
        Assert.Contains("of this kind for this preEnrollmentCode", nobody.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_has_the_members_of_DIVOC()
    {
        var answer = await PlainRequest.Get().AnswerAsync(request => functions.FetchRecordAsync(request, bench.Superseded, Token));

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["name", "preEnrollmentCode", "certificateId", "certificate", "programId", "osid", "osCreatedAt", "osUpdatedAt"],
            answer.Json.AsObject().Select(member => member.Key));
        Assert.Equal(
            (PlainBench.Code, bench.Superseded, "covid-2024"),
            (answer.Text("preEnrollmentCode"), answer.Text("certificateId"), answer.Text("programId")));
        Assert.Equal(bench.Superseded, answer.Text("osid"));
        Assert.Equal("no-store", answer.CacheControl);
        Assert.Contains(bench.Live, answer.Link, StringComparison.Ordinal);
    }

    /// <summary>DIVOC's registry has it as text, but its API answers it parsed.</summary>
    [Fact]
    public async Task The_credential_in_the_record_is_an_object_with_everything_that_was_signed()
    {
        var record = await PlainRequest.Get().AnswerAsync(request => functions.FetchRecordAsync(request, bench.Superseded, Token));
        var certificates = bench.Bench.Create<CertificateFunctions>();
        var credential = await PlainRequest.Get()
            .AnswerAsync(request => certificates.FetchCredentialAsync(request, bench.Superseded, Token));

        Assert.True(JsonNode.DeepEquals(credential.Json, record.Json["certificate"]));
        Assert.Equal(record.Text("name"), record.Json["certificate"]!["credentialSubject"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_record_shows_when_it_was_created_and_last_changed()
    {
        var certificates = bench.Bench.Create<CertificateFunctions>();
        var history = await PlainRequest.Get().AnswerAsync(request => certificates.ShowHistoryAsync(request, bench.Superseded, Token));
        var (superseded, live) = (await RecordAsync(bench.Superseded), await RecordAsync(bench.Live));

        Assert.Equal(
            InternetTime.Format(DateTimeOffset.Parse(history.Text("issuedAt")!, CultureInfo.InvariantCulture)),
            superseded.Text("osCreatedAt"));
        Assert.Equal(
            InternetTime.Format(DateTimeOffset.Parse(history.Json["changes"]![0]!["at"]!.GetValue<string>(), CultureInfo.InvariantCulture)),
            superseded.Text("osUpdatedAt"));
        Assert.Equal(live.Text("osCreatedAt"), live.Text("osUpdatedAt"));

        Task<PlainAnswer> RecordAsync(string id) =>
            PlainRequest.Get().AnswerAsync(request => functions.FetchRecordAsync(request, id, Token));
    }

    [Fact]
    public void The_record_names_the_partner_as_its_owner()
    {
        var stored = """{"credentialSubject":{"name":"Zoë","refId":"PE-1"}}"""u8.ToArray();
        var listed = new ListedCertificate
        {
            Key = new CertificateKey("vaccination", "", "dose:1"),
            TypeVersion = 1,
            CertificateId = PlainBench.Unknown,
            Owner = "north",
            IssuedAt = DateTimeOffset.UnixEpoch,
            Kid = "",
            TemplateVersion = "",
            Hashes = new ArtifactHashes(),
            BindingHash = "",
        };

        Assert.Equal(["north"], CertificateRecord.Of(stored, listed).Owners!);
        Assert.Null(CertificateRecord.Of(stored, listed with { Owner = null }).Owners);
    }

    [Fact]
    public async Task Without_a_programme_the_record_contains_none()
    {
        var answer = await PlainRequest.Get().AnswerAsync(request => functions.FetchRecordAsync(request, bench.TestResult, Token));

        Assert.Equal(
            ["name", "preEnrollmentCode", "certificateId", "certificate", "osid", "osCreatedAt", "osUpdatedAt"],
            answer.Json.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task An_unknown_revoked_or_erased_certificate_has_no_record()
    {
        foreach (var (id, outcome) in new[]
        {
            (PlainBench.Unknown, (404, "NOT_FOUND")),
            (bench.Revoked, (410, "REVOKED")),
            (bench.Erased, (410, "ERASED")),
        })
        {
            Assert.Equal(
                outcome, (await PlainRequest.Get().AnswerAsync(request => functions.FetchRecordAsync(request, id, Token))).Outcome);
        }
    }
}
