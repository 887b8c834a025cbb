using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Triggers;

public sealed class ChangeFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private const string Reason = """{"reason":"WRONG_PERSON"}""";

    private readonly ChangeFunctions functions = bench.Bench.Create<ChangeFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_certificate_stays_revoked()
    {
        var id = await bench.IssueAsync();
        var first = await PlainRequest.Post(Reason).AnswerAsync(request => functions.RevokeAsync(request, id, Token));
        var again = await PlainRequest.Post(Reason).AnswerAsync(request => functions.RevokeAsync(request, id, Token));
        var reinstated = await PlainRequest.Post(Reason).AnswerAsync(request => functions.ReinstateAsync(request, id, Token));

        Assert.Equal(
            (200, id, "REVOKED", "WRONG_PERSON"), (first.Status, first.Text("certificateId"), first.Text("status"), first.Text("reason")));
        Assert.Equal("no-store", first.CacheControl);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal((409, "REVOKED"), reinstated.Outcome);
    }

    [Fact]
    public async Task A_certificate_is_suspended_and_reinstated()
    {
        var id = await bench.IssueAsync();
        var suspended = await PlainRequest.Post("""{"reason":"REVIEW","until":"2199-01-01T00:00:00Z"}""")
            .AnswerAsync(request => functions.SuspendAsync(request, id, Token));
        var reinstated = await PlainRequest.Post(Reason).AnswerAsync(request => functions.ReinstateAsync(request, id, Token));

        Assert.Equal(
            (200, "SUSPENDED", "2199-01-01T00:00:00+00:00"),
            (suspended.Status, suspended.Text("status"), suspended.Text("suspendedUntil")));
        Assert.Equal((200, "LIVE"), (reinstated.Status, reinstated.Text("status")));
    }

    /// <summary>Else a repeated call, whose answer was lost, would lift a suspension that came in between.</summary>
    [Fact]
    public async Task A_call_repeated_with_its_Idempotency_Key_changes_nothing_more()
    {
        var id = await bench.IssueAsync();
        await PlainRequest.Post(Reason).AnswerAsync(request => functions.SuspendAsync(request, id, Token));
        var first = await ReinstateAsync(id, "again-1");
        await PlainRequest.Post(Reason).AnswerAsync(request => functions.SuspendAsync(request, id, Token));
        var repeated = await ReinstateAsync(id, "again-1");
        var suspended = (await bench.Bench.Finder.FindAsync(id, Caller.Service, Token))!
            .StateAt(DateTimeOffset.UtcNow.AddMinutes(1)).Status;
        var anew = await ReinstateAsync(id, "again-2");
        var malformed = await ReinstateAsync(id, "no visible key");

        Assert.Equal((200, "LIVE"), (first.Status, first.Text("status")));
        Assert.Equal((200, "SUSPENDED"), (repeated.Status, repeated.Text("status")));
        Assert.Equal(CertificateStatus.Suspended, suspended);
        Assert.Equal((200, "LIVE"), (anew.Status, anew.Text("status")));
        Assert.Equal((400, "IDEMPOTENCY_KEY_MALFORMED"), malformed.Outcome);
    }

    [Fact]
    public async Task A_certificate_is_erased()
    {
        var id = await bench.IssueAsync();
        var answer = await PlainRequest.Post(Reason).AnswerAsync(request => functions.EraseAsync(request, id, Token));

        Assert.Equal((200, "true"), (answer.Status, answer.Text("erased")));
    }

    [Fact]
    public async Task A_failed_event_is_erased_by_its_id()
    {
        var failed = EventBuilder.Certification(EventBuilder.Vaccination("PE-FAILED"), CertificateShape.VaccinationV1);
        var failure = new FailureRecord(failed.CertificateId, "QR_TOO_LARGE", "Too large.", 1, EventBuilder.AcceptedAt)
        {
            Ledger = failed.Ledger,
        };
        await bench.Bench.Get<FailureRegistry>().RecordAsync(failure, Token);
        var answer = await PlainRequest.Post(Reason).AnswerAsync(request => functions.EraseAsync(request, failed.CertificateId, Token));
        var again = await PlainRequest.Post(Reason).AnswerAsync(request => functions.EraseAsync(request, failed.CertificateId, Token));
        var unreadable = await PlainRequest.Post("{}").AnswerAsync(request => functions.EraseAsync(request, failed.CertificateId, Token));

        Assert.Equal(
            (200, failed.CertificateId, "FAILED", "DISCARDED"),
            (answer.Status, answer.Text("certificateId"), answer.Text("state"), answer.Text("reason")));
        Assert.Equal(answer.Body, again.Body);
        Assert.Equal((400, "REQUIRED"), unreadable.Outcome);
        Assert.Equal(
            "Discarded after QR_TOO_LARGE: WRONG_PERSON",
            (await bench.Bench.Get<FailureRegistry>().FindAsync(failed.CertificateId, Token))!.Description);
    }

    [Fact]
    public async Task An_erasure_that_the_store_does_not_allow_is_reported()
    {
        var id = await bench.IssueAsync();
        bench.Bench.Store.KeepsDeleted = true;
        var answer = await PlainRequest.Post(Reason).AnswerAsync(request => functions.EraseAsync(request, id, Token));
        bench.Bench.Store.KeepsDeleted = false;

        Assert.Equal((409, "KEPT_BY_POLICY"), answer.Outcome);
    }

    [Fact]
    public async Task A_replaced_certificate_is_not_changed_and_the_answer_names_its_replacement()
    {
        var answer = await PlainRequest.Post(Reason).AnswerAsync(request => functions.RevokeAsync(request, bench.Superseded, Token));

        Assert.Equal((409, "SUPERSEDED"), answer.Outcome);
        Assert.Contains(bench.Live, answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_further_reinstatement_is_refused_if_the_history_is_full()
    {
        var id = await bench.IssueAsync();
        var changer = bench.Bench.Get<StateChanger>();
        for (var changes = 0; changes < ListedCertificate.MaximumRepeatableChanges; changes += 2)
        {
            await changer.SuspendAsync(id, new ChangeOrder("FULL", null, Caller.Service), Token);
            await changer.ReinstateAsync(id, new ChangeOrder("FULL", null, Caller.Service), Token);
        }

        await changer.SuspendAsync(id, new ChangeOrder("FULL", null, Caller.Service), Token);
        var answer = await PlainRequest.Post(Reason).AnswerAsync(request => functions.ReinstateAsync(request, id, Token));

        Assert.Equal((409, "ENROLLMENT_FULL"), answer.Outcome);
    }

    [Fact]
    public async Task Each_change_of_an_unknown_certificate_is_answered_with_404()
    {
        foreach (var function in All())
        {
            Assert.Equal(
                (404, "NOT_FOUND"),
                (await PlainRequest.Post(Reason).AnswerAsync(request => function(request, PlainBench.Unknown, Token))).Outcome);
        }
    }

    [Theory]
    [InlineData("", "INVALID_JSON")]
    [InlineData("[]", "WRONG_TYPE")]
    [InlineData("{}", "REQUIRED")]
    [InlineData("""{"reason":"wrong person"}""", "FORMAT")]
    [InlineData("""{"reason":"WRONG_PERSON","because":"x"}""", "UNKNOWN_MEMBER")]
    [InlineData("""{"reason":"WRONG_PERSON","reason":"OTHER"}""", "INVALID_JSON")]
    public async Task An_unreadable_order_changes_nothing(string body, string code)
    {
        foreach (var function in All())
        {
            var answer = await PlainRequest.Post(body).AnswerAsync(request => function(request, bench.Live, Token));

            Assert.Equal((400, code), answer.Outcome);
            Assert.StartsWith("Nothing was changed.", answer.Text("detail"), StringComparison.Ordinal);
            Assert.NotEmpty(answer.Json["errors"]!.AsArray());
        }

        Assert.Empty((await bench.Bench.Finder.FindAsync(bench.Live, Caller.Service, Token))!.Changes);
    }

    [Fact]
    public async Task Only_a_suspension_can_have_a_start_and_an_end()
    {
        const string order = """{"reason":"WRONG_PERSON","until":"2199-01-01T00:00:00Z"}""";
        foreach (var function in new Function[] { functions.RevokeAsync, functions.ReinstateAsync, functions.EraseAsync })
        {
            Assert.Equal(
                (400, "UNKNOWN_MEMBER"),
                (await PlainRequest.Post(order).AnswerAsync(request => function(request, bench.Live, Token))).Outcome);
        }
    }

    [Theory]
    [InlineData(4 * 1024, 200, null)]
    [InlineData((4 * 1024) + 1, 413, "PAYLOAD_TOO_LARGE")]
    public async Task An_order_has_at_most_4_KiB(int size, int status, string? code)
    {
        var id = await bench.IssueAsync();
        var counted = PlainRequest.Post(Reason.PadRight(size));
        counted.ContentLength = size;

        Assert.Equal(
            (status, code),
            (await PlainRequest.Post(Reason.PadRight(size)).AnswerAsync(request => functions.RevokeAsync(request, id, Token))).Outcome);
        Assert.Equal((status, code), (await counted.AnswerAsync(request => functions.RevokeAsync(request, id, Token))).Outcome);
    }

    [Theory]
    [InlineData("x-functions-key", "")]
    [InlineData("", "?code=")]
    public async Task The_history_identifies_the_caller_by_the_hash_of_its_key(string header, string query)
    {
        var id = await bench.IssueAsync();
        var request = PlainRequest.Post(Reason, header.Length > 0 ? [(header, "key-of-a-clinic")] : []);
        request.QueryString = new QueryString(query.Length > 0 ? $"{query}key-of-a-clinic" : "");
        await request.AnswerAsync(call => functions.RevokeAsync(call, id, Token));

        var change = Assert.Single((await bench.Bench.Finder.FindAsync(id, Caller.Service, Token))!.Changes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("key-of-a-clinic"))), change.By);
    }

    private Function[] All() => [functions.RevokeAsync, functions.SuspendAsync, functions.ReinstateAsync, functions.EraseAsync];

    private delegate Task<IResult> Function(HttpRequest request, string certificateId, CancellationToken cancellationToken);

    private Task<PlainAnswer> ReinstateAsync(string id, string idempotencyKey)
    {
        return PlainRequest.Post(Reason, ("Idempotency-Key", idempotencyKey))
            .AnswerAsync(request => functions.ReinstateAsync(request, id, Token));
    }
}
