using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>A caller's own requests, the newest first. Each test has a partner of its own.</summary>
public sealed class RequestListTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private readonly RequestLister lister = bench.Bench.Get<RequestLister>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_list_every_request_once_newest_first_even_if_others_arrive_meanwhile()
    {
        var sent = new List<string>();
        for (var number = 0; number < (2 * RequestLister.LargestPage) + 3; number++)
        {
            sent.Insert(0, await StoreAsync("pages", number));
        }

        var listed = new List<string>();
        ListPosition? from = null;
        do
        {
            var page = await lister.ListAsync(Partner("pages"), from, null, Token);
            listed.AddRange(page.Requests.Select(status => status.Request.RequestId));
            Assert.True(page.Requests.Count <= RequestLister.LargestPage);
            from = page.Next is { } next ? ListPosition.Parse(next.ToString()) : null;
            Assert.Equal(page.Next, from);
            await StoreAsync("pages", 1000 + listed.Count);
        }
        while (from is not null);

        Assert.Equal(sent, listed);
    }

    [Fact]
    public async Task The_state_filter_is_applied_to_each_page_so_a_page_can_be_empty_and_have_a_next_page()
    {
        var issued = EventBuilder.Certification(EventBuilder.Vaccination("PE-STATE"), CertificateShape.VaccinationV1);
        await bench.Bench.DeliverAsync(issued);
        var oldest = await StoreAsync("states", 0, issued);
        for (var number = 1; number <= RequestLister.LargestPage; number++)
        {
            await StoreAsync("states", number);
        }

        var first = await lister.ListAsync(Partner("states"), null, RequestedState.Issued, Token);
        var second = await lister.ListAsync(Partner("states"), first.Next, RequestedState.Issued, Token);

        Assert.Empty(first.Requests);
        Assert.Equal(oldest, Assert.Single(second.Requests).Request.RequestId);
        Assert.Null(second.Next);
        Assert.Equal(
            RequestLister.LargestPage, (await lister.ListAsync(Partner("states"), null, RequestedState.Queued, Token)).Requests.Count);
    }

    [Fact]
    public async Task An_entry_without_its_request_is_skipped()
    {
        var kept = await StoreAsync("gaps", 1);
        var dropped = await StoreAsync("gaps", 2);
        await bench.Bench.Get<RequestRegistry>().DropAsync(dropped, Token);

        Assert.Equal(kept, Assert.Single((await lister.ListAsync(Partner("gaps"), null, null, Token)).Requests).Request.RequestId);
    }

    [Fact]
    public async Task Entering_a_request_again_changes_nothing()
    {
        await StoreAsync("again", 1);
        var status = Assert.Single((await lister.ListAsync(Partner("again"), null, null, Token)).Requests);
        await bench.Bench.Get<OwnedRequests>().EnterAsync(status.Request, Token);

        Assert.Single((await lister.ListAsync(Partner("again"), null, null, Token)).Requests);
    }

    [Fact]
    public async Task A_position_from_one_list_gives_no_access_to_another_list()
    {
        await StoreAsync("first", 1);
        await StoreAsync("second", 1);
        var foreign = new ListPosition($"{new string('0', 19)}-{PlainBench.Unknown}", "byOwner/first/");

        Assert.Single((await lister.ListAsync(Partner("second"), foreign, null, Token)).Requests);
    }

    [Fact]
    public async Task The_answer_shows_how_many_events_are_in_each_state()
    {
        var issued = EventBuilder.Certification(EventBuilder.Vaccination("PE-COUNTS"), CertificateShape.VaccinationV1);
        var queued = EventBuilder.Certification(EventBuilder.Vaccination("PE-COUNTS-2"), CertificateShape.VaccinationV1);
        await bench.Bench.DeliverAsync(issued);
        var id = await StoreAsync(
            null, 1, issued, queued, EventBuilder.Certification(EventBuilder.Vaccination("PE-COUNTS-3"), CertificateShape.VaccinationV1));
        var functions = bench.Bench.Create<RequestFunctions>();
        var answer = await PlainRequest.Get("?state=issued").AnswerAsync(request => functions.ListAsync(request, Token));
        var listed = Assert.Single(answer.Json["requests"]!.AsArray())!;

        Assert.Equal((200, "no-store"), (answer.Status, answer.CacheControl));
        Assert.Equal(
            (id, "vaccination", 3), (listed["requestId"]!.ToString(), listed["type"]!.ToString(), listed["events"]!.GetValue<int>()));
        Assert.Equal("""[{"status":"QUEUED","count":2},{"status":"ISSUED","count":1}]""", listed["states"]!.ToJsonString());
        Assert.Equal($"http://localhost:7071/divoc/api/v1/certify/requests/{id}", listed["statusUrl"]!.ToString());
        Assert.Null(answer.Json["next"]);
    }

    [Theory]
    [InlineData("?state=nothing", "STATE")]
    [InlineData("?state=", "STATE")]
    [InlineData("?state=7", "STATE")]
    [InlineData("?from=", "FROM")]
    [InlineData("?from=x", "FROM")]
    [InlineData("?from=0000000000000000000-zzzzzzzzzzzzzzzzzzzzzzzzzz.!", "FROM")]
    [InlineData("?from=0000000000000000000-zzzzzzzzzzzzzzzzzzzzzzzzzz.YSBiIGM", "FROM")]
    [InlineData("?from=0000000000000000000-zzzzzzzzzzzzzzzzzzzzzzzzzz.a.b", "FROM")]
    [InlineData("?from=000000000000000000-zzzzzzzzzzzzzzzzzzzzzzzzzzz", "FROM")]
    public async Task Unknown_parameter_values_are_refused(string query, string code)
    {
        var functions = bench.Bench.Create<RequestFunctions>();

        Assert.Equal((400, code), (await PlainRequest.Get(query).AnswerAsync(request => functions.ListAsync(request, Token))).Outcome);
    }

    private static Caller Partner(string name) => Caller.OfPartner(name, CallerScope.Own);

    private async Task<string> StoreAsync(string? owner, int minutes, params CertificationEvent[] certifications)
    {
        CertificationEvent[] events = certifications is []
            ? [EventBuilder.Certification(EventBuilder.Vaccination($"PE-{owner}-{minutes}"), CertificateShape.VaccinationV1)]
            : certifications;
        var request = new CertifyRequest
        {
            RequestId = RandomId.New(),
            AcceptedAt = EventBuilder.AcceptedAt.AddMinutes(minutes),
            Owner = owner,
            BodyHash = new string('0', 64),
            Certificates =
            [
                .. events.Select(certification => new RequestedCertificate
                {
                    PreEnrollmentCode = "PE",
                    Ledger = certification.Ledger,
                    Key = certification.Key,
                    CertificateId = certification.CertificateId,
                    VersionsAtAcceptance = certification.VersionsAtAcceptance,
                }),
            ],
            Warnings = [],
        };
        await bench.Bench.Get<RequestRegistry>().StoreAsync(request, null, Token);
        await bench.Bench.Get<OwnedRequests>().EnterAsync(request, Token);
        return request.RequestId;
    }
}
