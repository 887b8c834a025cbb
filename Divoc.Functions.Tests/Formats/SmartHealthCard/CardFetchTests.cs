using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Divoc.Functions.Verification;
using Divoc.Functions.Verification.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>Cards of certificates that were issued: fetched, refused and verified.</summary>
public sealed class CardFetchTests : IAsyncDisposable
{
    private const string MediaType = "application/smart-health-card";

    private readonly SettableClock clock = new() { UtcNow = DateTimeOffset.UtcNow };
    private readonly TemporaryFolder folder = new();
    private readonly GrownBench bench;

    public CardFetchTests()
    {
        bench = new GrownBench(services =>
            services.AddSingleton<TimeProvider>(clock).AddSingleton<ISigningKeys>(_ => KeyFileSigningKeys.Open(Cards.KeyFileIn(folder))));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_is_served_as_file_and_as_QR_code_and_verifies()
    {
        var id = await IssueAsync("FETCH", 1);
        var got = await bench.FetchAsync(id, Cards.InCardForm);
        var image = await FetchAsync(id, "image/png");
        var verdict = await VerifyAsync(got.Body);

        Assert.Equal((200, MediaType, "no-store"), (got.Status, got.ContentType, got.CacheControl));
        Assert.Equal((200, MediaType), await KindAsync(id, MediaType, ""));
        Assert.Equal((200, "image/svg+xml"), await KindAsync(id, "image/svg+xml"));
        Assert.Equal((200, "application/vc+ld+json"), await KindAsync(id, "*/*", ""));
        Assert.Equal(("VALID", id, "vaccination"), (StatusOf(verdict), verdict.CertificateId, verdict.Kind));
        var scanned = Rendering.Scanner.ScanText(image.Body);
        Assert.StartsWith("shc:/5676290952432060346029243740446031222959532654603460292540772804336028", scanned, StringComparison.Ordinal);
        Assert.Equal("VALID", StatusOf(await VerifyAsync(Encoding.ASCII.GetBytes(scanned))));
        Assert.Equal(
            "VALID", StatusOf(await VerifyAsync((await bench.Bench.Get<PresentedFiles>().PayloadOfAsync(image.Body, Token)).ToArray())));
    }

    [Fact]
    public async Task A_card_contains_all_doses_of_the_person_whichever_was_requested()
    {
        var (first, second) = (await IssueAsync("DOSES", 1), await IssueAsync("DOSES", 2));
        await IssueAsync("SOMEBODY", 1);
        var (one, two) = (await CardAsync(first), await CardAsync(second));

        Assert.Equal(3, Cards.Entries(one).Count);
        Assert.True(JsonNode.DeepEquals(one["vc"], two["vc"]), two.ToJsonString());
        var verdict = await VerifyAsync((await bench.FetchAsync(first, Cards.InCardForm)).Body);
        Assert.Equal(("VALID", second), (StatusOf(verdict), verdict.CertificateId));
    }

    [Fact]
    public async Task A_card_has_the_most_serious_state_of_the_doses_that_it_contained_when_it_was_made()
    {
        var (first, second) = (await IssueAsync("STATES", 1), await IssueAsync("STATES", 2));
        var both = await FileAsync(first);
        var states = bench.Bench.Get<StateChanger>();
        await states.SuspendAsync(first, Order(), Token);
        Assert.Equal("SUSPENDED SUSPENDED", StatusOf(await VerifyAsync(both)));
        Assert.Equal((410, "SUSPENDED"), (await bench.FetchAsync(first, Cards.InCardForm)).Outcome);
        var alone = await FileAsync(second);
        Assert.Equal(2, Cards.Entries(Cards.Read(alone)).Count);
        Assert.Equal("VALID", StatusOf(await VerifyAsync(alone)));
        await states.ReinstateAsync(first, Order(), Token);
        Assert.Equal("VALID", StatusOf(await VerifyAsync(both)));
        Assert.Equal("VALID", StatusOf(await VerifyAsync(alone)));
        await states.RevokeAsync(first, Order(), Token);
        Assert.Equal("REVOKED REVOKED", StatusOf(await VerifyAsync(both)));
        Assert.Equal("VALID", StatusOf(await VerifyAsync(alone)));
        Assert.Equal((410, "REVOKED"), (await bench.FetchAsync(first, Cards.InCardForm)).Outcome);
        Assert.Equal("VALID", StatusOf(await VerifyAsync(await FileAsync(second))));
    }

    /// <summary>As it is where a suspension is written between the look at the clock and the look into the ledger.</summary>
    [Fact]
    public async Task A_suspension_with_a_ledger_time_later_than_the_fetch_counts()
    {
        clock.UtcNow = new DateTimeOffset(2026, 3, 1, 9, 30, 15, TimeSpan.Zero);
        var (first, second) = (await IssueAsync("MEANWHILE", 1), await IssueAsync("MEANWHILE", 2));
        clock.UtcNow = clock.UtcNow.AddSeconds(60);
        await bench.Bench.Get<StateChanger>().SuspendAsync(first, Order(), Token);
        clock.UtcNow = clock.UtcNow.AddSeconds(-10);

        Assert.Equal((410, "SUSPENDED"), (await bench.FetchAsync(first, Cards.InCardForm)).Outcome);
        Assert.Equal(2, Cards.Entries(await CardAsync(second)).Count);
    }

    [Fact]
    public async Task A_change_by_a_clock_that_was_far_ahead_does_not_end_a_suspension_early()
    {
        clock.UtcNow = new DateTimeOffset(2026, 3, 1, 9, 30, 15, TimeSpan.Zero);
        var (first, second) = (await IssueAsync("AHEAD", 1), await IssueAsync("AHEAD", 2));
        var now = clock.UtcNow.AddMinutes(1);
        clock.UtcNow = now;
        await bench.Bench.Get<StateChanger>().SuspendAsync(first, Order() with { Until = now.AddDays(30) }, Token);
        clock.UtcNow = now.AddDays(365);
        await bench.Bench.Get<StateChanger>().SuspendAsync(second, Order() with { Until = clock.UtcNow.AddDays(1) }, Token);
        clock.UtcNow = now.AddMinutes(1);

        Assert.Equal((410, "SUSPENDED"), (await bench.FetchAsync(first, Cards.InCardForm)).Outcome);
    }

    /// <summary>Also within one second: what was made before a correction is told from what was made after it.</summary>
    [Fact]
    public async Task A_card_from_before_a_correction_is_replaced_and_a_card_from_after_it_is_valid()
    {
        clock.UtcNow = new DateTimeOffset(2026, 3, 1, 9, 30, 15, 100, TimeSpan.Zero);
        var (first, _) = (await IssueAsync("CORRECTED", 1), await IssueAsync("CORRECTED", 2));
        clock.UtcNow = clock.UtcNow.AddSeconds(5);
        var before = await FileAsync(first);
        clock.UtcNow = clock.UtcNow.AddMilliseconds(100);
        var happened = Dose("CORRECTED", 1);
        happened["recipient"]!["name"] = "Corrected Name";
        var put = PlainRequest.Of("PUT", "?shape=v1");
        put.Body = new MemoryStream(Encoding.UTF8.GetBytes($"[{happened.ToJsonString()}]"));
        var next = GrownBench.IdOf(await put.AnswerAsync(request => bench.Events.UpdateAsync(request, "vaccination", Token)));
        await bench.DeliverAsync();
        clock.UtcNow = clock.UtcNow.AddMilliseconds(100);
        var after = await FileAsync(next);
        clock.UtcNow = clock.UtcNow.AddSeconds(10);
        var verdict = await VerifyAsync(before);

        Assert.Equal(("SUPERSEDED SUPERSEDED", next), (StatusOf(verdict), verdict.ReplacedBy));
        Assert.Equal("VALID", StatusOf(await VerifyAsync(after)));
        Assert.Contains("Corrected Name", Cards.Read(after).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_certificate_is_no_longer_served_as_a_card_or_included_in_other_cards()
    {
        var (first, second) = (await IssueAsync("ERASED", 1), await IssueAsync("ERASED", 2));
        var both = await FileAsync(first);
        await bench.Bench.Get<CertificateEraser>().EraseAsync(first, Order(), Token);

        Assert.Equal((410, "ERASED"), (await bench.FetchAsync(first, Cards.InCardForm)).Outcome);
        Assert.Contains("ERASED", StatusOf(await VerifyAsync(both)), StringComparison.Ordinal);
        Assert.Equal(2, Cards.Entries(await CardAsync(second)).Count);
    }

    [Fact]
    public async Task Each_test_has_its_own_card()
    {
        var (first, second) =
            (await IssueTestAsync("TESTS", "2024-02-01T08:00:00Z"), await IssueTestAsync("TESTS", "2024-02-05T08:00:00Z"));
        var (one, two) = (await FileAsync(first), await FileAsync(second));
        await bench.Bench.Get<StateChanger>().RevokeAsync(first, Order(), Token);

        Assert.Equal("REVOKED REVOKED", StatusOf(await VerifyAsync(one)));
        Assert.Equal("VALID", StatusOf(await VerifyAsync(two)));
    }

    [Fact]
    public async Task A_card_signed_with_the_service_key_but_not_registered_is_invalid()
    {
        var id = await IssueAsync("LISTED", 1);
        await FileAsync(id);
        var card = CardIssuer.Document(clock.UtcNow, "http://localhost:7071/shc");
        Assert.Equal("INVALID NOT_ISSUED", StatusOf(await VerifyAsync(await SignAsync(card))));

        // A name that stands for doses does not vouch for a test.
        var test = await CardAsync(await IssueTestAsync("LISTED", "2024-02-01T08:00:00Z"));
        test["vc"]!["rid"] = (string)(await CardAsync(id))["vc"]!["rid"]!;
        Assert.Equal("INVALID NOT_AS_ISSUED", StatusOf(await VerifyAsync(await SignAsync(test))));
    }

    [Fact]
    public async Task DIVOC_s_route_serves_the_QR_code_of_the_latest_vaccination_and_the_certificate_route_its_own()
    {
        var functions = bench.Bench.Create<HealthCardFunctions>();
        var id = await IssueAsync("ROUTE", 1);
        var latest = await PlainRequest.Get("?refId=ROUTE&type=qrcode").AnswerAsync(request => functions.FetchAsync(request, Token));
        var own = await PlainRequest.Get("?px=700").AnswerAsync(request => functions.FetchQrAsync(request, id, Token));
        var head = await PlainRequest.Of("HEAD").AnswerAsync(request => functions.FetchQrAsync(request, id, Token));

        Assert.Equal((200, "image/png"), (latest.Status, latest.ContentType));
        Assert.StartsWith("shc:/", Rendering.Scanner.ScanText(latest.Body), StringComparison.Ordinal);
        Assert.Equal(
            (200, "image/png", $"inline; filename=\"certificate-{id}.png\""),
            (own.Status, own.ContentType, own.Headers.ContentDisposition.ToString()));
        Assert.StartsWith("shc:/", Rendering.Scanner.ScanText(own.Body), StringComparison.Ordinal);
        Assert.Equal((200, "image/png", 0), (head.Status, head.ContentType, head.Body.Length));
        var unsigned = await bench.Bench.Get<CertificateFetcher>()
            .FetchAsync(id, new AskedPart(CertificatePart.Qr, Format: SmartHealthCardFormat.FormatName), Caller.Service, Token);
        Assert.Empty(Assert.IsType<FetchOutcome.ToBeSigned>(unsigned).Source.Group);
        Assert.Equal(
            (404, "NOT_FOUND"),
            (await PlainRequest.Get("?refId=NOBODY&type=qrcode").AnswerAsync(request => functions.FetchAsync(request, Token))).Outcome);
        Assert.Equal((404, "NOT_FOUND"), (await PlainRequest.Get().AnswerAsync(request => functions.FetchAsync(request, Token))).Outcome);
        var page = await PlainRequest.Get("?refId=ROUTE&type=pdf").AnswerAsync(request => functions.FetchAsync(request, Token));
        Assert.Equal((200, "application/pdf"), (page.Status, page.ContentType));
        Assert.Equal(
            (404, "NOT_FOUND"),
            (await PlainRequest.Get().AnswerAsync(request => functions.FetchQrAsync(request, RandomId.New(), Token))).Outcome);
    }

    [Fact]
    public async Task Only_the_keys_of_cards_are_published_where_verifiers_of_cards_look_for_them()
    {
        var kid = KidOf(await FileAsync(await IssueAsync("KEYS", 1)));
        var functions = bench.Bench.Create<HealthCardFunctions>();
        var set = await PlainRequest.Get().AnswerAsync(request => functions.ShowKeysAsync(request, Token));
        var whole = await PlainRequest.Get().AnswerAsync(request => bench.Bench.Create<KeyFunctions>().ShowKeySetAsync(request, Token));
        var key = Assert.Single(set.Json["keys"]!.AsArray())!.AsObject();

        Assert.Equal((200, "application/jwk-set+json", "public, max-age=300"), (set.Status, set.ContentType, set.CacheControl));
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            ("EC", "sig", "ES256", "P-256", kid),
            ((string)key["kty"]!, (string)key["use"]!, (string)key["alg"]!, (string)key["crv"]!, (string)key["kid"]!));
        Assert.Contains(whole.Json["keys"]!.AsArray(), one => (string)one!["kty"]! == "RSA");
        Assert.True(PublicRoutes.Has("/shc/.well-known/jwks.json"));

        bench.Bench.Get<Microsoft.Extensions.Options.IOptions<SmartHealthCardOptions>>().Value.Issuer = "http://localhost:7071";
        var alone = await PlainRequest.Get().AnswerAsync(request => bench.Bench.Create<KeyFunctions>().ShowKeySetAsync(request, Token));
        Assert.True(JsonNode.DeepEquals(set.Json, alone.Json), alone.Json.ToJsonString());
    }

    [Fact]
    public async Task A_card_contains_only_doses_that_the_caller_can_access()
    {
        var (first, second) = (await IssueAsync("OWNERS", 1), await IssueAsync("OWNERS", 2));
        var ledgers = bench.Bench.Get<LedgerStore>();
        var read = await ledgers.ReadAsync(LedgerName.Of("OWNERS"), Token);
        Assert.NotNull(await ledgers.TryChangeAsync(
            read,
            read.Ledger.WithChanged(read.Ledger.Find(first)! with { Owner = "north" })
                .WithChanged(read.Ledger.Find(second)! with { Owner = "south" }),
            Token));
        var fetcher = bench.Bench.Get<CertificateFetcher>();
        var asked = new AskedPart(CertificatePart.Credential, Format: SmartHealthCardFormat.FormatName);
        var unsigned = (FetchOutcome.ToBeSigned)await fetcher.FetchAsync(first, asked, Caller.OfPartner("north", CallerScope.Own), Token);
        var part = (FetchOutcome.Part)await fetcher.SignAsync(unsigned, Token);

        Assert.Equal(2, Cards.Entries(Cards.Read(part.Bytes.ToArray())).Count);
        Assert.IsType<FetchOutcome.NotFound>(await fetcher.FetchAsync(second, asked, Caller.OfPartner("north", CallerScope.Own), Token));

        // What becomes of the other one says nothing of this card.
        await bench.Bench.Get<StateChanger>().RevokeAsync(second, Order(), Token);
        Assert.Equal("VALID", StatusOf(await VerifyAsync(part.Bytes.ToArray())));
        await bench.Bench.Get<StateChanger>().RevokeAsync(first, Order(), Token);
        Assert.Equal("REVOKED REVOKED", StatusOf(await VerifyAsync(part.Bytes.ToArray())));
    }

    private static ChangeOrder Order() => new("CARD", "as told", Caller.Service);

    private static JsonObject Dose(string code, int dose)
    {
        var happened = PartnerSystem.Event("certify-v1.json", code);
        happened["vaccination"]!["dose"] = dose;
        happened["vaccination"]!["name"] = "Comirnaty";
        happened["vaccination"]!["date"] = $"2021-0{dose + 3}-18T09:40:00.000+05:30";
        return happened;
    }

    private Task<string> IssueAsync(string code, int dose)
    {
        clock.UtcNow = clock.UtcNow.AddMilliseconds(1);
        return bench.IssueAsync("vaccination", Dose(code, dose));
    }

    private Task<string> IssueTestAsync(string code, string sampled)
    {
        var happened = PartnerSystem.Event("certify-test.json", code);
        happened["testDetails"]!["sampleCollectionTimestamp"] = sampled;
        happened["testDetails"]!["resultTimestamp"] = sampled;
        return bench.IssueAsync("test", happened);
    }

    private async Task<byte[]> FileAsync(string id)
    {
        // Cards of one second would be alike in time.
        clock.UtcNow = clock.UtcNow.AddMilliseconds(1);
        var answer = await bench.FetchAsync(id, Cards.InCardForm);
        Assert.True(answer.Status == 200, Encoding.UTF8.GetString(answer.Body));
        return answer.Body;
    }

    private async Task<JsonNode> CardAsync(string id) => Cards.Read(await FileAsync(id));

    private async Task<byte[]> SignAsync(JsonNode card)
    {
        var input = await bench.Bench.Get<ISigningKeys>().SignAsync(
            CardKeys.Use,
            SigningLane.Interactive,
            async (key, ending) =>
            {
                var text = CardJws.Write(key.KidToWrite, Encoding.UTF8.GetBytes(card.ToJsonString()));
                var signature = await key.SignAsync(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(text)), ending);
                return $"{text}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
            },
            Token);
        return Encoding.ASCII.GetBytes(input);
    }

    private static string KidOf(byte[] file) => CardJws.Read(Encoding.ASCII.GetBytes(CardText.OfFile(file)))!.Kid;

    private async Task<PlainAnswer> FetchAsync(string id, string accept, string query = Cards.InCardForm)
    {
        var request = PlainRequest.Get(query);
        request.Headers.Accept = accept;
        return await request.AnswerAsync(call => bench.Certificates.FetchAsync(call, id, Token));
    }

    private async Task<(int Status, string? ContentType)> KindAsync(string id, string accept, string query = Cards.InCardForm)
    {
        var answer = await FetchAsync(id, accept, query);
        return (answer.Status, answer.ContentType);
    }

    private Task<Verdict> VerifyAsync(byte[] payload) => bench.Bench.Get<CertificateVerifier>().VerifyAsync(payload, Token);

    private static string StatusOf(Verdict verdict) =>
        string.Join(' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));
}
