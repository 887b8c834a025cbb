using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Keys;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Status;

public sealed class RevocationListTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly ChangeOrder Order = new("WRONG_PERSON", null, Caller.Service);

    private readonly FakeTimeProvider time = new(Start);
    private IssuingBench bench = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StateChanger Changer => bench.Get<StateChanger>();

    private RevocationListPublisher Publisher => bench.Get<RevocationListPublisher>();

    public ValueTask InitializeAsync()
    {
        bench = new IssuingBench(services => services.AddSingleton<TimeProvider>(time));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task The_first_look_makes_an_empty_list_that_names_no_one()
    {
        await IssueAsync();

        var list = await ListAsync();

        Assert.Equal("https://divoc.dev/", list["issuer"]!.GetValue<string>());
        Assert.Equal(Start, list["issued"]!.GetValue<DateTimeOffset>());
        Assert.Equal(Start.AddDays(1), list["nextUpdate"]!.GetValue<DateTimeOffset>());
        Assert.Empty(list["revoked"]!.AsArray());
        Assert.Empty(list["superseded"]!.AsArray());
        Assert.Empty(list["suspended"]!.AsArray());
    }

    [Fact]
    public async Task The_list_has_what_was_revoked_superseded_or_suspended_and_nothing_else()
    {
        var (revoked, corrected, away, later, lapsed, good) = (await IssueAsync(), await IssueAsync(), await IssueAsync(), await IssueAsync(), await IssueAsync(), await IssueAsync());
        await Changer.RevokeAsync(revoked.CertificateId, Order, Token);
        var update = corrected with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = corrected.CertificateId };
        await bench.DeliverAsync(update);
        await Changer.SuspendAsync(away.CertificateId, Order with { From = Start, Until = Start.AddDays(3) }, Token);
        await Changer.SuspendAsync(later.CertificateId, Order with { From = Start.AddDays(5) }, Token);
        await Changer.SuspendAsync(lapsed.CertificateId, Order with { From = Start, Until = Start.AddHours(1) }, Token);
        await bench.Get<LedgerReferences>().NoteChangeAsync(good.CertificateId, good.Ledger, Token);
        time.Advance(TimeSpan.FromHours(2));

        var list = await ListAsync();

        Assert.Equal([NameOf(revoked)], Names(list["revoked"]));
        Assert.Equal([NameOf(corrected)], Names(list["superseded"]));
        var suspended = list["suspended"]!.AsArray().ToDictionary(entry => entry!["certificate"]!.GetValue<string>(), entry => entry!.AsObject());
        Assert.Equal(new[] { NameOf(away), NameOf(later) }.Order(StringComparer.Ordinal), suspended.Keys);
        Assert.Equal(Start.AddDays(3), suspended[NameOf(away)]["until"]!.GetValue<DateTimeOffset>());
        Assert.Equal(Start.AddDays(5), suspended[NameOf(later)]["from"]!.GetValue<DateTimeOffset>());
        Assert.False(suspended[NameOf(later)].ContainsKey("until"));
        Assert.DoesNotContain(revoked.CertificateId, list.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_in_the_next_list_and_a_reinstated_certificate_leaves_it()
    {
        var (one, other) = (await IssueAsync(), await IssueAsync());
        await Changer.SuspendAsync(one.CertificateId, Order, Token);
        Assert.Equal([NameOf(one)], (await ListAsync())["suspended"]!.AsArray().Select(entry => entry!["certificate"]!.GetValue<string>()));
        await Changer.ReinstateAsync(one.CertificateId, Order, Token);
        await Changer.RevokeAsync(other.CertificateId, Order, Token);
        time.Advance(TimeSpan.FromMinutes(5));

        await Publisher.PublishAsync(Token);

        var list = await ListAsync();
        Assert.Empty(list["suspended"]!.AsArray());
        Assert.Equal([NameOf(other)], Names(list["revoked"]));
        Assert.Equal(Start.AddMinutes(5), list["issued"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_suspension_that_went_over_to_a_correction_is_in_the_list_under_the_new_id()
    {
        var corrected = await IssueAsync();
        await Changer.SuspendAsync(corrected.CertificateId, Order with { Until = Start.AddDays(3) }, Token);
        var update = corrected with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = corrected.CertificateId };
        await bench.DeliverAsync(update);

        var list = await ListAsync();

        Assert.Equal([NameOf(corrected)], Names(list["superseded"]));
        Assert.Equal([NameOf(update)], list["suspended"]!.AsArray().Select(entry => entry!["certificate"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Where_nothing_changed_the_list_stays_for_half_of_its_life()
    {
        var (_, tag) = await Publisher.GetAsync(Token);
        time.Advance(TimeSpan.FromHours(11));
        await Publisher.PublishAsync(Token);
        Assert.Equal(tag, (await Publisher.GetAsync(Token)).ETag);
        time.Advance(TimeSpan.FromHours(2));

        await Publisher.PublishAsync(Token);

        Assert.Equal(Start.AddHours(13), (await ListAsync())["issued"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task What_is_revoked_for_good_is_not_read_again()
    {
        var revoked = await IssueAsync();
        await Changer.RevokeAsync(revoked.CertificateId, Order, Token);
        await Publisher.PublishAsync(Token);
        var reads = new List<string>();
        bench.Store.BeforeRead = name =>
        {
            reads.Add(name.Name);
            return Task.CompletedTask;
        };
        time.Advance(TimeSpan.FromHours(13));

        await Publisher.PublishAsync(Token);

        Assert.Equal(["revocations.json"], reads);
        Assert.Equal([NameOf(revoked)], Names((await ListAsync())["revoked"]));
    }

    [Fact]
    public async Task The_list_is_read_once_however_often_it_is_asked_for()
    {
        var made = await Publisher.GetAsync(Token);
        var reads = 0;
        bench.Store.BeforeRead = _ =>
        {
            reads++;
            return Task.CompletedTask;
        };

        var first = await Publisher.GetAsync(Token);
        var second = await Publisher.GetAsync(Token);

        Assert.Same(made, first);
        Assert.Same(first, second);
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task What_is_revoked_after_it_was_superseded_is_listed_as_revoked_from_the_next_day_on()
    {
        var first = await IssueAsync();
        await bench.DeliverAsync(first with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = first.CertificateId });
        Assert.Equal([NameOf(first)], Names((await ListAsync())["superseded"]));
        await bench.Get<CodeRevoker>().RevokeAsync(first.Event.PreEnrollmentCode, DoseSelection.Of(null).Select, Order, Token);
        time.Advance(TimeSpan.FromDays(1));

        await Publisher.PublishAsync(Token);

        var list = await ListAsync();
        Assert.Empty(list["superseded"]!.AsArray());
        Assert.Contains(NameOf(first), Names(list["revoked"]));
    }

    [Fact]
    public async Task A_list_that_another_instance_has_just_published_is_not_overwritten()
    {
        var (first, second) = (await IssueAsync(), await IssueAsync());
        await Changer.RevokeAsync(first.CertificateId, Order, Token);
        bench.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name == "revocations.json")
            {
                bench.Store.BeforeWrite = null;
                await Changer.RevokeAsync(second.CertificateId, Order, Token);
                await Publisher.PublishAsync(Token);
            }
        };

        await Publisher.PublishAsync(Token);

        Assert.Equal(2, (await ListAsync())["revoked"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_revocation_that_died_after_its_note_is_not_listed_and_one_that_died_after_its_write_is()
    {
        var (noted, written) = (await IssueAsync(), await IssueAsync());
        await DieAsync(noted, $"changed/{noted.CertificateId}.json");
        await DieAsync(written, $"ledgers/{written.Ledger}.json");

        Assert.Equal([NameOf(written)], Names((await ListAsync())["revoked"]));
    }

    [Fact]
    public async Task A_key_that_is_named_for_the_list_signs_it_and_is_remembered_for_nothing_else()
    {
        using var folder = new TemporaryFolder();
        KeyFiles.PutRsa(folder, "signing-key.pem");
        var named = KeyFiles.PutRsa(folder, "signing-key-2.pem", "For status\nSigns from 2020-01-01T00:00:00Z");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        await using var apart = new IssuingBench(services => services.AddSingleton<ISigningKeys>(keys));
        var signed = JsonSerializer.Deserialize((await apart.Get<RevocationListPublisher>().GetAsync(Token)).Bytes.Span, StatusJson.Compact.SignedRevocationList)!;
        var remembered = Assert.Single(await apart.Get<RememberedKeyList>().ReadAsync(Token));

        Assert.Equal((named, named), (signed.Header.Kid, remembered.Kid));
        Assert.Equal(["status"], remembered.Purposes!);
    }

    private async Task DieAsync(CertificationEvent certification, string after)
    {
        bench.Store.AfterWrite = (_, name) => name.Name == after ? throw new InvalidOperationException("died") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Changer.RevokeAsync(certification.CertificateId, Order, Token));
        bench.Store.AfterWrite = null;
    }

    private static string NameOf(CertificationEvent certification)
    {
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(certification.CertificateId)));
    }

    private static IEnumerable<string> Names(JsonNode? list) => list!.AsArray().Select(name => name!.GetValue<string>());

    private async Task<CertificationEvent> IssueAsync()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(RandomId.New()), CertificateShape.VaccinationV1);
        await bench.DeliverAsync(certification);
        return certification;
    }

    /// <summary>Reads the published list as a verifier would: with the published key, by the rules of RFC 7515 alone.</summary>
    private async Task<JsonObject> ListAsync()
    {
        var signed = JsonSerializer.Deserialize((await Publisher.GetAsync(Token)).Bytes.Span, StatusJson.Compact.SignedRevocationList)!;
        var keys = await bench.Get<ISigningKeys>().GetPublishedKeysAsync(Token);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(keys.Single(key => key.KeyId == signed.Header.Kid).PublicKeyPem);
        Assert.Equal("""{"alg":"PS256"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(signed.Protected)));
        var input = Encoding.ASCII.GetBytes($"{signed.Protected}.{signed.Payload}");
        Assert.True(rsa.VerifyData(input, Base64Url.DecodeFromChars(signed.Signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        return JsonNode.Parse(Base64Url.DecodeFromChars(signed.Payload))!.AsObject();
    }
}
