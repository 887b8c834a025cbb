using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Tests.Verification;
using Divoc.Functions.Triggers.Divoc;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>The published lists of revoked cards, as verifiers elsewhere read them.</summary>
public sealed class CardRevocationTests : IAsyncDisposable
{
    private const string Issuer = "https://cards.example.org/own";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 30, 15, 300, TimeSpan.Zero);

    private readonly SettableClock clock = new() { UtcNow = Start };
    private readonly TemporaryFolder folder = new();
    private readonly HashSet<string> announced = new(StringComparer.Ordinal);
    private readonly InMemoryMessageQueue changes = new(TimeProvider.System);
    private readonly GrownBench bench;

    public CardRevocationTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder.PathOf("signing-key-2.pem"), $"For shc\n{key.ExportPkcs8PrivateKeyPem()}\n");
        bench = new GrownBench(services => services.AddSingleton<TimeProvider>(clock)
            .AddSingleton<ISigningKeys>(_ => KeyFileSigningKeys.Open(Cards.KeyFileIn(folder)))
            .AddKeyedSingleton<IMessageQueue>(QueueNames.CertificateChanges, changes)
            .Configure<SmartHealthCardOptions>(options => options.Issuer = Issuer));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StateChanger States => bench.Bench.Get<StateChanger>();

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Cards_from_before_a_revocation_are_listed_and_cards_from_after_it_are_valid()
    {
        var (first, second) = (await IssueAsync("REVOKED", 1), await IssueAsync("REVOKED", 2));
        var (before, other) = (await FileAsync(first), await FileAsync(await IssueAsync("SOMEBODY", 1)));
        Assert.Equal((0, 0, null), await CountsAsync(before));
        Assert.Equal("VALID", await JudgeElsewhereAsync(before));

        clock.UtcNow = Start.AddMinutes(1);
        await States.RevokeAsync(first, Order(), Token);
        await AnnounceAsync();
        clock.UtcNow = Start.AddMinutes(2);
        var after = await FileAsync(second);
        var list = await ListAsync(KidOf(before));

        Assert.Equal(["ctr", "kid", "method", "rids"], list.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal((KidOf(before), "rid"), ((string)list["kid"]!, (string)list["method"]!));
        Assert.Equal(
            [$"{RidOf(before)}.{Start.AddMinutes(1).ToUnixTimeSeconds() + 1}"], list["rids"]!.AsArray().Select(rid => (string)rid!));
        Assert.Equal((1, 1, 1L), await CountsAsync(before));
        Assert.Equal(RidOf(before), RidOf(after));
        Assert.Equal(
            ("REVOKED REVOKED", "VALID", "VALID"),
            (await JudgeElsewhereAsync(before), await JudgeElsewhereAsync(after), await JudgeElsewhereAsync(other)));
    }

    [Fact]
    public async Task A_suspension_is_listed_while_it_lasts()
    {
        var id = await IssueAsync("SUSPENDED", 1);
        var before = await FileAsync(id);
        clock.UtcNow = Start.AddMinutes(1);
        await States.SuspendAsync(id, Order(), Token);
        await AnnounceAsync();
        clock.UtcNow = Start.AddMinutes(2);
        Assert.Equal("REVOKED REVOKED", await JudgeElsewhereAsync(before));
        Assert.Equal((1, 1, 1L), await CountsAsync(before));

        await States.ReinstateAsync(id, Order(), Token);
        await AnnounceAsync();
        clock.UtcNow = Start.AddMinutes(3);
        Assert.Equal("VALID", await JudgeElsewhereAsync(before));
        Assert.Equal((2, 0, 2L), await CountsAsync(before));
    }

    [Fact]
    public async Task A_future_suspension_is_listed_from_its_start_to_its_end()
    {
        var id = await IssueAsync("LATER", 1);
        await FileAsync(id);
        await States.SuspendAsync(id, Order() with { From = Start.AddHours(1), Until = Start.AddHours(2) }, Token);
        await AnnounceAsync();
        clock.UtcNow = Start.AddMinutes(30);
        var between = await FileAsync(id);
        Assert.Equal("VALID", await JudgeElsewhereAsync(between));
        Assert.Equal((0, 0, null), await CountsAsync(between));
        clock.UtcNow = Start.AddHours(1.5);
        Assert.Equal("REVOKED REVOKED", await JudgeElsewhereAsync(between));
        Assert.Equal((1, 1, 1L), await CountsAsync(between));
        clock.UtcNow = Start.AddHours(3);
        Assert.Equal("VALID", await JudgeElsewhereAsync(between));
        Assert.Equal((2, 0, 2L), await CountsAsync(between));
    }

    [Fact]
    public async Task A_corrected_certificate_is_listed_and_one_that_is_only_erased_is_not()
    {
        var (first, second) = (await IssueAsync("CORRECTED", 1), await IssueAsync("CORRECTED", 2));
        var before = await FileAsync(first);
        clock.UtcNow = Start.AddMinutes(1);
        var happened = Dose("CORRECTED", 1);
        happened["recipient"]!["name"] = "Corrected Name";
        var put = PlainRequest.Of("PUT", "?shape=v1");
        put.Body = new MemoryStream(Encoding.UTF8.GetBytes($"[{happened.ToJsonString()}]"));
        GrownBench.IdOf(await put.AnswerAsync(request => bench.Events.UpdateAsync(request, "vaccination", Token)));
        await bench.DeliverAsync();
        await AnnounceAsync();
        clock.UtcNow = Start.AddMinutes(2);
        var between = await FileAsync(second);
        Assert.Equal(("REVOKED REVOKED", "VALID"), (await JudgeElsewhereAsync(before), await JudgeElsewhereAsync(between)));

        await bench.Bench.Get<CertificateEraser>().EraseAsync(second, Order(), Token);
        await AnnounceAsync();
        clock.UtcNow = Start.AddMinutes(3);
        Assert.Equal("VALID", await JudgeElsewhereAsync(between));
        Assert.Equal((1, 1, 1L), await CountsAsync(between));
    }

    [Fact]
    public async Task Of_two_tests_only_the_revoked_one_is_listed()
    {
        var (first, second) = (await IssueTestAsync("2024-02-01T08:00:00Z"), await IssueTestAsync("2024-02-05T08:00:00Z"));
        var (one, two) = (await FileAsync(first), await FileAsync(second));
        await States.RevokeAsync(first, Order(), Token);
        await AnnounceAsync();
        clock.UtcNow = Start.AddMinutes(1);

        Assert.Equal(("REVOKED REVOKED", "VALID"), (await JudgeElsewhereAsync(one), await JudgeElsewhereAsync(two)));
    }

    /// <summary>
    /// Whoever makes the card has read the ledger, and the change is written and handled before the write of the card's way that begins
    /// with a prefix, or after it.
    /// </summary>
    [Theory]
    [InlineData("crl-keys/", true)]
    [InlineData("crl-keys/", false)]
    [InlineData("rids/", true)]
    [InlineData("rids/", false)]
    public async Task A_change_while_a_card_is_made_is_listed_before_the_card_is_served(string prefix, bool isBefore)
    {
        var id = await IssueAsync("RACE", 1);
        var came = 0;
        async Task ChangeAsync(ArtifactName name)
        {
            if (name.Name.StartsWith(prefix, StringComparison.Ordinal) && ++came == 1)
            {
                clock.UtcNow = clock.UtcNow.AddMilliseconds(1);
                await States.RevokeAsync(id, Order(), Token);
                await AnnounceAsync();
            }
        }

        bench.Bench.Store.BeforeWrite = isBefore ? (_, name) => ChangeAsync(name) : null;
        bench.Bench.Store.AfterWrite = isBefore ? null : (_, name) => ChangeAsync(name);
        var card = await FileAsync(id);
        (bench.Bench.Store.BeforeWrite, bench.Bench.Store.AfterWrite) = (null, null);

        Assert.Equal(1, came);
        Assert.Equal((1, 1, 1L), await CountsAsync(card));
        clock.UtcNow = Start.AddMinutes(1);
        Assert.Equal("REVOKED REVOKED", await JudgeElsewhereAsync(card));
    }

    /// <summary>
    /// The card knows nothing of the change, since it is not written yet; it is signed seconds after the change was decided, by a clock
    /// that may be ahead.
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(55)]
    public async Task A_card_that_is_made_while_a_change_is_being_written_is_dated_before_the_change(int seconds)
    {
        var (first, second) = (await IssueAsync("ON-ITS-WAY", 1), await IssueAsync("ON-ITS-WAY", 2));
        clock.UtcNow = Start.AddHours(1);
        byte[] card = [];
        var writes = 0;
        bench.Bench.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name.StartsWith("ledgers/", StringComparison.Ordinal) && ++writes == 1)
            {
                clock.UtcNow = clock.UtcNow.AddSeconds(seconds);
                card = await FileAsync(second);
            }
        };
        await States.RevokeAsync(first, Order(), Token);
        bench.Bench.Store.BeforeWrite = null;
        await AnnounceAsync();

        Assert.Equal(3, Cards.Entries(Cards.Read(card)).Count);
        await AssertRevokedAsync(card);
        Assert.Equal("VALID", await JudgeElsewhereAsync(await FileAsync(second)));
    }

    /// <summary>
    /// What was decided first is long ago when it is decided again, and is dated anew: else it would lie before what was written meanwhile,
    /// and before a card that holds this.
    /// </summary>
    [Fact]
    public async Task A_change_that_is_retried_after_a_write_conflict_gets_a_new_date()
    {
        var first = await IssueAsync("REFUSED", 1);
        var second = "";
        byte[] card = [];
        var writes = 0;
        bench.Bench.Store.BeforeWrite = async (_, name) =>
        {
            writes += name.Name.StartsWith("ledgers/", StringComparison.Ordinal) ? 1 : 0;
            if (writes == 1 && second.Length == 0)
            {
                second = "under way";
                clock.UtcNow = clock.UtcNow.AddMinutes(2);
                second = await IssueAsync("REFUSED", 2);
                card = await FileAsync(second);
                clock.UtcNow = clock.UtcNow.AddSeconds(1);
            }
        };
        await States.RevokeAsync(first, Order(), Token);
        bench.Bench.Store.BeforeWrite = null;
        await AnnounceAsync();

        Assert.Equal((3, 3), (writes, Cards.Entries(Cards.Read(card)).Count));
        await AssertRevokedAsync(card);
    }

    /// <summary>A card of now is dated back, but what it knows is before it.</summary>
    [Fact]
    public async Task A_card_is_valid_two_seconds_after_a_change_even_of_a_certificate_that_the_caller_cannot_access()
    {
        var (first, second) = (await IssueAsync("SETTLED", 1), await IssueAsync("SETTLED", 2));
        var ledgers = bench.Bench.Get<LedgerStore>();
        var read = await ledgers.ReadAsync(LedgerName.Of("SETTLED"), Token);
        Assert.NotNull(await ledgers.TryChangeAsync(
            read,
            read.Ledger.WithChanged(read.Ledger.Find(first)! with { Owner = "north" })
                .WithChanged(read.Ledger.Find(second)! with { Owner = "south" }),
            Token));
        await FileAsync(second);
        clock.UtcNow = Start.AddHours(1);
        await States.RevokeAsync(first, Order(), Token);
        await AnnounceAsync();
        clock.UtcNow = clock.UtcNow.AddSeconds(2);
        var fetcher = bench.Bench.Get<CertificateFetcher>();
        var asked = new AskedPart(CertificatePart.Credential, Format: SmartHealthCardFormat.FormatName);
        var unsigned = (FetchOutcome.ToBeSigned)await fetcher.FetchAsync(second, asked, Caller.OfPartner("south", CallerScope.Own), Token);
        var card = ((FetchOutcome.Part)await fetcher.SignAsync(unsigned, Token)).Bytes.ToArray();

        Assert.Equal(
            (Start.AddHours(1).ToUnixTimeSeconds() + 2).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Cards.Read(card)["nbf"]!.ToJsonString());
        Assert.Equal("VALID", await JudgeElsewhereAsync(card));
        Assert.Equal("VALID", await JudgeHereAsync(card));
    }

    /// <summary>It is dated a minute back otherwise, when the first dose was suspended, or there was no second one.</summary>
    [Fact]
    public async Task A_card_contains_doses_that_were_listed_or_reinstated_a_moment_ago()
    {
        var first = await IssueAsync("MOMENT", 1);
        await States.SuspendAsync(first, Order() with { Until = Start.AddHours(1) }, Token);
        clock.UtcNow = Start.AddHours(1).AddSeconds(-20);
        var second = await IssueAsync("MOMENT", 2);
        clock.UtcNow = Start.AddHours(1).AddSeconds(10);
        var card = await FileAsync(second);

        Assert.Equal(3, Cards.Entries(Cards.Read(card)).Count);
        Assert.Equal(("VALID", "VALID"), (await JudgeHereAsync(card), await JudgeElsewhereAsync(card)));
        clock.UtcNow = clock.UtcNow.AddSeconds(10);
        await States.RevokeAsync(first, Order(), Token);
        await AnnounceAsync();
        await AssertRevokedAsync(card);
    }

    [Fact]
    public async Task An_outdated_copy_of_the_ledger_changes_nothing()
    {
        var id = await IssueAsync("EARLIER", 1);
        var card = await FileAsync(id);
        await States.SuspendAsync(id, Order(), Token);
        var earlier = await bench.Bench.Get<LedgerStore>().ReadAsync(LedgerName.Of("EARLIER"), Token);
        clock.UtcNow = Start.AddMinutes(1);
        await States.ReinstateAsync(id, Order(), Token);
        await AnnounceAsync();
        foreach (var entry in earlier.Ledger.Entries())
        {
            await bench.Bench.Get<CardRevocations>().TakeAsync(earlier, entry, Token);
        }

        Assert.Equal((0, 0, null), await CountsAsync(card));
    }

    [Fact]
    public async Task A_rebuild_restores_lost_entries_from_the_ledgers()
    {
        var (dose, test, other) =
            (await IssueAsync("LOST", 1), await IssueTestAsync("2024-02-01T08:00:00Z"), await IssueAsync("UNTOUCHED", 1));
        var (card, cardOfTest) = (await FileAsync(dose), await FileAsync(test));
        await FileAsync(other);
        await States.RevokeAsync(await IssueAsync("NO-CARD", 1), Order(), Token);
        await States.RevokeAsync(dose, Order(), Token);
        await States.RevokeAsync(test, Order(), Token);
        await AnnounceAsync();
        Assert.Equal((2, 2, 2L), await CountsAsync(card));
        var documents = bench.Bench.Get<RegistryDocuments>();
        var path = $"crl/{KidOf(card)}/";
        await documents.DeleteAsync($"{path}{RidOf(card)}.json", Token);
        clock.UtcNow = clock.UtcNow.AddMinutes(1);
        Assert.Equal("VALID", await JudgeElsewhereAsync(card));

        // The status of three certificates, and two names.
        Assert.Equal(5, (await bench.Bench.Get<StatusRebuilder>().RebuildAsync(null, Token)).Statuses);
        clock.UtcNow = clock.UtcNow.AddMinutes(1);
        Assert.Equal(("REVOKED REVOKED", "REVOKED REVOKED"), (await JudgeElsewhereAsync(card), await JudgeElsewhereAsync(cardOfTest)));
        Assert.Equal((2, 2, 2L), await CountsAsync(card));
    }

    [Fact]
    public async Task A_rebuild_from_older_ledgers_withdraws_entries_that_they_lack_and_later_changes_are_listed()
    {
        var id = await IssueAsync("OLDER", 1);
        var card = await FileAsync(id);
        var (documents, path) = (bench.Bench.Get<RegistryDocuments>(), $"ledgers/{LedgerName.Of("OLDER")}.json");
        var older = (await documents.ReadAsync(path, LedgerJson.Compact.CertificateLedger, Token))!.Value.Document;
        await States.SuspendAsync(id, Order(), Token);
        await States.SuspendAsync(id, Order() with { Until = Start.AddDays(9), From = Start.AddDays(8) }, Token);
        await AnnounceAsync();
        Assert.Equal((1, 1, 1L), await CountsAsync(card));
        var newer = (await documents.ReadAsync(path, LedgerJson.Compact.CertificateLedger, Token))!.Value;
        Assert.True(await documents.TryWriteAsync(path, older, newer.ETag, LedgerJson.Compact.CertificateLedger, Token));
        clock.UtcNow = clock.UtcNow.AddMinutes(1);

        await bench.Bench.Get<StatusRebuilder>().RebuildAsync(null, Token);
        Assert.Equal((2, 0, 2L), await CountsAsync(card));
        clock.UtcNow = clock.UtcNow.AddMinutes(1);
        await States.RevokeAsync(id, Order(), Token);
        await AnnounceAsync();
        Assert.Equal((3, 1, 3L), await CountsAsync(card));
    }

    [Fact]
    public async Task Only_keys_that_signed_cards_have_a_revocation_list()
    {
        var kid = KidOf(await FileAsync(await IssueAsync("LISTS", 1)));
        var functions = bench.Bench.Create<HealthCardFunctions>();
        var own = await PlainRequest.Get().AnswerAsync(request => functions.ShowRevokedAsync(request, $"{kid}.json", Token));
        var same = await PlainRequest.Get().AnswerAsync(request => functions.ShowRevokedOfServiceAsync(request, $"{kid}.json", Token));

        Assert.Equal((200, "application/json", "public, max-age=10"), (own.Status, own.ContentType, own.CacheControl));
        Assert.Equal(own.Body, same.Body);
        foreach (var list in new[]
        {
            kid,
            $"{await bench.Bench.KidAsync()}.json",
            "../secret.json",
            ".json",
            $"{kid}.JSON",
            $"{new string('A', 43)}.json",
        }
            .Where(list => list != $"{kid}.json"))
        {
            Assert.Equal(
                (404, "NOT_FOUND"),
                (await PlainRequest.Get().AnswerAsync(request => functions.ShowRevokedAsync(request, list, Token))).Outcome);
        }
    }

    [Fact]
    public async Task A_long_list_is_reported_once()
    {
        var id = await IssueAsync("LONG", 1);
        var card = await FileAsync(id);
        await States.RevokeAsync(id, Order(), Token);
        await AnnounceAsync();
        using var log = new ErrorLog(LogLevel.Warning);
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(log));
        using var lists = new RevokedCardLists(
            new Lazy<RegistryDocuments>(bench.Bench.Get<RegistryDocuments>()),
            bench.Bench.Get<CardRegister>(),
            clock,
            factory.CreateLogger<RevokedCardLists>())
        {
            ManyNames = 0,
        };
        await lists.FindAsync(KidOf(card), Token);
        clock.UtcNow = Start.AddMinutes(1);
        await lists.FindAsync(KidOf(card), Token);

        Assert.Equal($"The list of revoked health cards of the key {KidOf(card)} has 1 entries. Make another key for health cards, and "
            + "let it sign: see docs/alerts.md.", Assert.Single(log.Lines).Trim());
    }

    [Fact]
    public async Task The_key_set_is_served_even_if_the_lists_cannot_be_read()
    {
        var registry = new Lazy<RegistryDocuments>(() => throw new StoreUnavailableException("away"));
        using var lists = new RevokedCardLists(registry, new CardRegister(registry), clock, NullLogger<RevokedCardLists>.Instance);
        var key = new JsonObject { ["kid"] = "kid" };
        await lists.CompleteAsync(key, Token);

        Assert.Equal("""{"kid":"kid"}""", key.ToJsonString());
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

    private async Task<string> IssueAsync(string code, int dose)
    {
        var id = await bench.IssueAsync("vaccination", Dose(code, dose));
        clock.UtcNow = clock.UtcNow.AddSeconds(2);
        return id;
    }

    private async Task<string> IssueTestAsync(string sampled)
    {
        var happened = PartnerSystem.Event("certify-test.json", "TESTS");
        happened["testDetails"]!["sampleCollectionTimestamp"] = sampled;
        happened["testDetails"]!["resultTimestamp"] = sampled;
        var id = await bench.IssueAsync("test", happened);
        clock.UtcNow = clock.UtcNow.AddSeconds(2);
        return id;
    }

    /// <summary>Hands over what was announced and not handed over yet.</summary>
    private async Task AnnounceAsync()
    {
        var open = changes.Sent.Where(message => announced.Add(message.MessageId)).ToList();
        Assert.NotEmpty(open);
        foreach (var change in open)
        {
            await bench.Bench.Get<ChangeMessageHandler>().HandleAsync(change.Body, new FakeDelivery(), Token);
        }
    }

    private async Task<byte[]> FileAsync(string id)
    {
        var answer = await bench.FetchAsync(id, Cards.InCardForm);
        Assert.True(answer.Status == 200, Encoding.UTF8.GetString(answer.Body));
        return answer.Body;
    }

    private static string KidOf(byte[] file) => CardJws.Read(Encoding.ASCII.GetBytes(CardText.OfFile(file)))!.Kid;

    private static string RidOf(byte[] file) => (string)Cards.Read(file)["vc"]!["rid"]!;

    private async Task<JsonNode> ListAsync(string kid)
    {
        var functions = bench.Bench.Create<HealthCardFunctions>();
        return (await PlainRequest.Get().AnswerAsync(request => functions.ShowRevokedAsync(request, $"{kid}.json", Token))).Json;
    }

    private async Task<JsonNode> KeySetAsync()
    {
        var functions = bench.Bench.Create<HealthCardFunctions>();
        return (await PlainRequest.Get().AnswerAsync(request => functions.ShowKeysAsync(request, Token))).Json;
    }

    /// <summary>The counter, the number of entries, and the counter as the key set has it.</summary>
    private async Task<(int Counter, int Entries, long? Version)> CountsAsync(byte[] card)
    {
        var list = await ListAsync(KidOf(card));
        return ((int)list["ctr"]!, list["rids"]!.AsArray().Count, (long?)(await KeySetAsync())["keys"]![0]!["crlVersion"]);
    }

    private async Task AssertRevokedAsync(byte[] card)
    {
        Assert.Equal("REVOKED REVOKED", await JudgeHereAsync(card));
        clock.UtcNow = clock.UtcNow.AddMinutes(1);
        Assert.Equal("REVOKED REVOKED", await JudgeElsewhereAsync(card));
    }

    private async Task<string> JudgeHereAsync(byte[] card) =>
        StatusOf(await bench.Bench.Get<CertificateVerifier>().VerifyAsync(card, Token));

    /// <summary>The verdict of a service elsewhere that has our key set and our list of this moment.</summary>
    private async Task<string> JudgeElsewhereAsync(byte[] card)
    {
        using var trusted = new TemporaryFolder();
        await File.WriteAllTextAsync(
            trusted.PathOf($"{Uri.EscapeDataString(Issuer)}.jwks.json"), (await KeySetAsync()).ToJsonString(), Token);
        await File.WriteAllTextAsync(
            trusted.PathOf($"{Uri.EscapeDataString(Issuer)}.crl.{KidOf(card)}.json"), (await ListAsync(KidOf(card))).ToJsonString(), Token);
        await using var elsewhere = new VerificationBench(trusted.Path);
        elsewhere.Clock.UtcNow = clock.UtcNow;
        return StatusOf(await elsewhere.VerifyAsync(card));
    }

    private static string StatusOf(Verdict verdict) =>
        string.Join(' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));
}
