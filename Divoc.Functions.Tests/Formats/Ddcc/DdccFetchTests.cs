using System.Text;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>WHO documents of certificates that were issued: fetched, refused and verified.</summary>
public sealed class DdccFetchTests : IAsyncDisposable
{
    private const string InThisForm = "?format=ddcc";
    private const string MediaType = "application/fhir+json";

    private readonly GrownBench bench = new(services => Configure(services));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_document_is_fetched_by_id_and_by_the_person_s_code_and_verifies()
    {
        var id = await IssueAsync("FETCH");
        var got = await bench.FetchAsync(id, InThisForm);
        var latest = await LatestAsync("FETCH");

        Assert.Equal((200, MediaType, "no-store"), (got.Status, got.ContentType, got.CacheControl));
        Assert.Equal((200, MediaType, "no-store"), (latest.Status, latest.ContentType, latest.CacheControl));
        Assert.NotEqual(got.Body, latest.Body);
        foreach (var answer in new[] { got, latest })
        {
            Assert.Empty(DdccProfile.BrokenBy(answer.Json.AsObject()));
            Assert.Equal($"urn:HCID:{id}", answer.Json["link"]![0]!["url"]!.ToString());
            var verdict = await VerifyAsync(answer.Body);
            Assert.Equal(("VALID", id, "vaccination"), (StatusOf(verdict), verdict.CertificateId, verdict.Kind));
        }
    }

    [Fact]
    public async Task Accept_selects_this_format_by_its_media_type_and_it_has_no_QR_code_and_no_PDF()
    {
        var id = await IssueAsync("ACCEPT");

        Assert.Equal((200, MediaType), await KindAsync(id, MediaType, ""));
        Assert.Equal((200, MediaType), await KindAsync(id, $"{MediaType}; fhirVersion=4.0, application/json;q=0.5", ""));
        Assert.Equal((200, "application/vc+ld+json"), await KindAsync(id, "application/*", ""));
        Assert.Equal((404, "NO_SUCH_PART"), (await FetchAsync(id, "image/png", InThisForm)).Outcome);
        Assert.Equal((404, "NO_SUCH_PART"), (await FetchAsync(id, "application/pdf", InThisForm)).Outcome);
        Assert.Equal((404, "NO_SUCH_FORMAT"), (await bench.FetchAsync(id, "?format=DDCC")).Outcome);
        var test = PartnerSystem.Event("certify-recovery.json", "RECOVERY");
        Assert.Equal((404, "NO_SUCH_FORMAT"), (await bench.FetchAsync(await bench.IssueAsync("recovery", test), InThisForm)).Outcome);
    }

    [Fact]
    public async Task A_test_can_be_fetched_in_this_format_too()
    {
        var happened = PartnerSystem.Event("certify-test.json", "TEST");
        happened["testDetails"]!["sampleOrigin"] = "Throat swab";
        happened["testDetails"]!["manufacturer"] = "Trial Diagnostics";
        var id = await bench.IssueAsync("test", happened);
        var got = await bench.FetchAsync(id, InThisForm);

        Assert.Empty(DdccProfile.BrokenBy(got.Json.AsObject()));
        Assert.Equal(
            ("VALID", id, "test"),
            (StatusOf(await VerifyAsync(got.Body)), (await VerifyAsync(got.Body)).CertificateId, (await VerifyAsync(got.Body)).Kind));
        Assert.Equal((404, "NOT_FOUND"), (await LatestAsync("TEST")).Outcome);
    }

    [Fact]
    public async Task Each_document_follows_the_state_of_its_certificate()
    {
        var id = await IssueAsync("STATES");
        var document = (await bench.FetchAsync(id, InThisForm)).Body;
        var states = bench.Bench.Get<StateChanger>();
        await states.SuspendAsync(id, Order(), Token);
        Assert.Equal("SUSPENDED SUSPENDED", StatusOf(await VerifyAsync(document)));
        Assert.Equal((410, "SUSPENDED"), (await bench.FetchAsync(id, InThisForm)).Outcome);
        await states.ReinstateAsync(id, Order(), Token);
        Assert.Equal("VALID", StatusOf(await VerifyAsync(document)));
        await states.RevokeAsync(id, Order(), Token);
        Assert.Equal("REVOKED REVOKED", StatusOf(await VerifyAsync(document)));
        Assert.Equal((410, "REVOKED"), (await bench.FetchAsync(id, InThisForm)).Outcome);
        Assert.Equal((404, "NOT_FOUND"), (await LatestAsync("STATES")).Outcome);
    }

    [Fact]
    public async Task An_erased_certificate_is_no_longer_served_in_this_format_either()
    {
        var id = await IssueAsync("ERASED");
        var document = (await bench.FetchAsync(id, InThisForm)).Body;
        await bench.Bench.Get<CertificateEraser>().EraseAsync(id, Order(), Token);

        Assert.Equal((410, "ERASED"), (await bench.FetchAsync(id, InThisForm)).Outcome);
        Assert.Contains("ERASED", StatusOf(await VerifyAsync(document)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_signed_with_the_service_key_but_not_registered_is_invalid()
    {
        await IssueAsync("LISTED");
        var written = await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Vaccination), bench.Bench.Get<ISigningKeys>());
        var id = await IssueAsync("OTHER");
        var test = await DdccSamples.WriteAsync(
            DdccSamples.ClaimsOf(DdccSamples.Test) with { CertificateId = id }, bench.Bench.Get<ISigningKeys>());

        Assert.Equal("INVALID NOT_ISSUED", StatusOf(await VerifyAsync(written.Bytes)));
        Assert.Equal("INVALID NOT_AS_ISSUED", StatusOf(await VerifyAsync(test.Bytes)));
    }

    [Fact]
    public async Task A_changed_document_is_invalid()
    {
        var document = (await bench.FetchAsync(await IssueAsync("CHANGED"), InThisForm)).Json.AsObject();
        DdccProfileTests.Put(document, "Patient/name/0/text", "\"Somebody Else\"");

        Assert.Equal("INVALID SIGNATURE_WRONG", StatusOf(await VerifyAsync(Encoding.UTF8.GetBytes(document.ToJsonString()))));
    }

    [Fact]
    public async Task Data_that_this_format_cannot_represent_are_refused_with_a_code()
    {
        var happened = PartnerSystem.Event("certify-v1.json", "UNKNOWN-VACCINE");
        happened["vaccination"]!["name"] = "Something new";
        await bench.IssueAsync("vaccination", happened);
        var refused = await LatestAsync("UNKNOWN-VACCINE");

        Assert.Equal((422, "VACCINE_WITHOUT_CODE"), refused.Outcome);
        Assert.Contains("such as Comirnaty", refused.Text("detail"), StringComparison.Ordinal);
        var ageless = PartnerSystem.Event("certify-v1.json", "AGE-ALONE");
        ageless["recipient"]!.AsObject().Remove("dob");
        ageless["recipient"]!["age"] = "37";
        await bench.IssueAsync("vaccination", ageless);
        Assert.Equal((422, "BIRTH_DATE_UNKNOWN"), (await LatestAsync("AGE-ALONE")).Outcome);
    }

    [Fact]
    public async Task A_person_without_a_certificate_gets_404_and_a_HEAD_request_signs_nothing()
    {
        await IssueAsync("HEAD");

        Assert.Equal((404, "NOT_FOUND"), (await LatestAsync("NOBODY")).Outcome);
        Assert.Equal((404, "NOT_FOUND"), (await LatestAsync("")).Outcome);
        var head = await LatestAsync("HEAD", "HEAD");
        Assert.Equal((200, MediaType, 0), (head.Status, head.ContentType, head.Body.Length));
    }

    [Fact]
    public async Task Each_document_counts_towards_the_event_limit()
    {
        await IssueAsync("COUNTED");
        Assert.Null(
            await bench.Bench.Get<PartnerLimit>()
                .TakeAsync(Caller.Service, bench.Bench.Get<IOptions<IntakeOptions>>().Value.EventsPerTenMinutes - 2, Token));

        Assert.Equal(200, (await LatestAsync("COUNTED")).Status);
        var refused = await LatestAsync("COUNTED");
        Assert.Equal((429, "TOO_MANY_EVENTS"), refused.Outcome);
        Assert.NotEmpty(refused.RetryAfter);
    }

    [Fact]
    public async Task Without_an_authority_no_document_is_made_and_the_answer_says_what_to_set()
    {
        await using var elsewhere = new GrownBench();
        await elsewhere.IssueAsync("vaccination", PartnerSystem.Event("certify-v1.json", "NO-AUTHORITY"));
        var functions = elsewhere.Bench.Create<FhirFunctions>();
        var refused = await PlainRequest.Get("?refId=NO-AUTHORITY").AnswerAsync(request => functions.FetchLatestAsync(request, Token));

        Assert.Equal((501, "FORMAT_NOT_SET_UP"), refused.Outcome);
        Assert.Contains("Divoc:Ddcc:Authority", refused.Text("detail"), StringComparison.Ordinal);
    }

    private static IServiceCollection Configure(IServiceCollection services) =>
        services.Configure<DdccOptions>(options => options.Authority = DdccSamples.Authority);

    private static ChangeOrder Order() => new("WHO", "as told", Caller.Service);

    private Task<string> IssueAsync(string code) => bench.IssueAsync("vaccination", PartnerSystem.Event("certify-v1.json", code));

    private Task<PlainAnswer> LatestAsync(string code, string method = "GET")
    {
        var functions = bench.Bench.Create<FhirFunctions>();
        return PlainRequest.Of(method, $"?refId={code}").AnswerAsync(request => functions.FetchLatestAsync(request, Token));
    }

    private async Task<PlainAnswer> FetchAsync(string id, string accept, string query)
    {
        var request = PlainRequest.Get(query);
        request.Headers.Accept = accept;
        return await request.AnswerAsync(call => bench.Certificates.FetchAsync(call, id, Token));
    }

    private async Task<(int Status, string? ContentType)> KindAsync(string id, string accept, string query)
    {
        var answer = await FetchAsync(id, accept, query);
        return (answer.Status, answer.ContentType);
    }

    private Task<Verdict> VerifyAsync(ReadOnlyMemory<byte> document) => bench.Bench.Get<CertificateVerifier>().VerifyAsync(document, Token);

    private static string StatusOf(Verdict verdict) =>
        string.Join(' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));
}
