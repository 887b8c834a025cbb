using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Keys;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Status;

public sealed class WholeListTests : IAsyncDisposable
{
    private static readonly ChangeOrder Order = new("WRONG_PERSON", null, Caller.Service);

    private readonly StatusBench bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Start => StatusBench.Start;

    private StateChanger Changer => bench.Changer;

    private StatusPublisher Publisher => bench.Publisher;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Without_changes_the_first_list_is_empty()
    {
        await bench.IssueAsync();

        var list = await ListAsync();

        Assert.Equal("https://divoc.dev/", list["issuer"]!.GetValue<string>());
        Assert.Equal(Start, list["issued"]!.GetValue<DateTimeOffset>());
        Assert.Equal(Start.AddDays(1), list["nextUpdate"]!.GetValue<DateTimeOffset>());
        Assert.Equal(0, list["prefixLength"]!.GetValue<int>());
        Assert.Empty(list["revoked"]!.AsArray());
        Assert.Empty(list["superseded"]!.AsArray());
        Assert.Empty(list["suspended"]!.AsArray());
    }

    [Fact]
    public async Task The_list_contains_exactly_the_revoked_superseded_and_suspended_certificates()
    {
        var (revoked, corrected, away, later, lapsed, _) = (
            await bench.IssueAsync(), await bench.IssueAsync(), await bench.IssueAsync(), await bench.IssueAsync(),
            await bench.IssueAsync(), await bench.IssueAsync());
        await Changer.RevokeAsync(revoked.CertificateId, Order, Token);
        var update = corrected with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = corrected.CertificateId };
        await bench.Issuing.DeliverAsync(update);
        await Changer.SuspendAsync(away.CertificateId, Order with { From = Start, Until = Start.AddDays(3) }, Token);
        await Changer.SuspendAsync(later.CertificateId, Order with { From = Start.AddDays(5) }, Token);
        await Changer.SuspendAsync(lapsed.CertificateId, Order with { From = Start, Until = Start.AddHours(1) }, Token);
        bench.Time.Advance(TimeSpan.FromHours(2));

        var list = await ListAsync();

        Assert.Equal([NameOf(revoked)], Names(list["revoked"]));
        Assert.Equal([NameOf(corrected)], Names(list["superseded"]));
        var suspended = list["suspended"]!.AsArray()
            .ToDictionary(entry => entry!["certificate"]!.GetValue<string>(), entry => entry!.AsObject());
        Assert.Equal(new[] { NameOf(away), NameOf(later) }.Order(StringComparer.Ordinal), suspended.Keys);
        Assert.Equal(Start.AddDays(3), suspended[NameOf(away)]["until"]!.GetValue<DateTimeOffset>());
        Assert.Equal(Start.AddDays(5), suspended[NameOf(later)]["from"]!.GetValue<DateTimeOffset>());
        Assert.False(suspended[NameOf(later)].ContainsKey("until"));
        Assert.DoesNotContain(revoked.CertificateId, list.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_in_the_next_list_and_a_reinstated_certificate_is_removed_from_it()
    {
        var (one, other) = (await bench.IssueAsync(), await bench.IssueAsync());
        await Changer.SuspendAsync(one.CertificateId, Order, Token);
        Assert.Equal([NameOf(one)], (await ListAsync())["suspended"]!.AsArray().Select(entry => entry!["certificate"]!.GetValue<string>()));
        await Changer.ReinstateAsync(one.CertificateId, Order, Token);
        await Changer.RevokeAsync(other.CertificateId, Order, Token);
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        var list = await ListAsync();
        Assert.Empty(list["suspended"]!.AsArray());
        Assert.Equal([NameOf(other)], Names(list["revoked"]));
        Assert.Equal(Start.AddMinutes(5), list["issued"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_suspension_transferred_to_a_correction_is_listed_under_the_new_id()
    {
        var corrected = await bench.IssueAsync();
        await Changer.SuspendAsync(corrected.CertificateId, Order with { Until = Start.AddDays(3) }, Token);
        var update = corrected with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = corrected.CertificateId };
        await bench.Issuing.DeliverAsync(update);

        var list = await ListAsync();

        Assert.Equal([NameOf(corrected)], Names(list["superseded"]));
        Assert.Equal([NameOf(update)], list["suspended"]!.AsArray().Select(entry => entry!["certificate"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_unchanged_list_is_kept_for_half_of_its_lifetime()
    {
        var first = await Publisher.PublishAsync(null, Token);
        bench.Time.Advance(TimeSpan.FromHours(11));
        Assert.Equal(first.Tag, (await Publisher.PublishAsync(null, Token)).Tag);
        Assert.Same(first, await Publisher.PublishAsync(first, Token));
        bench.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(Start.AddHours(13), (await ListAsync())["issued"]!.GetValue<DateTimeOffset>());
    }

    /// <summary>What another instance has published meanwhile may have been listed before: so all begins anew.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task If_another_instance_publishes_first_the_more_recent_list_is_returned(bool otherHasMore)
    {
        await bench.RevokeOneAsync();
        bench.Issuing.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name == "revocations.json")
            {
                bench.Issuing.Store.BeforeWrite = null;
                await (otherHasMore ? bench.RevokeOneAsync() : Task.CompletedTask);
                await Publisher.PublishAsync(null, Token);
                await (otherHasMore ? Task.CompletedTask : bench.RevokeOneAsync());
            }
        };

        var published = await Publisher.PublishAsync(null, Token);

        Assert.False(published.IsOutdated);
        Assert.Equal(
            otherHasMore ? 2 : 1,
            JsonNode.Parse(Base64Url.DecodeFromChars(JsonNode.Parse(published.Bytes.Span)!["payload"]!.GetValue<string>()))!["revoked"]!
                .AsArray().Count);
        Assert.Equal(2, (await ListAsync())["revoked"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_certificate_revoked_after_it_was_superseded_is_listed_as_revoked()
    {
        var first = await bench.IssueAsync();
        await bench.Issuing.DeliverAsync(
            first with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = first.CertificateId });
        Assert.Equal([NameOf(first)], Names((await ListAsync())["superseded"]));
        await bench.Issuing.Get<CodeRevoker>().RevokeAsync(first.Event.PreEnrollmentCode, DoseSelection.Of(null).Select, Order, Token);

        var list = await ListAsync();

        Assert.Empty(list["superseded"]!.AsArray());
        Assert.Contains(NameOf(first), Names(list["revoked"]));
    }

    [Fact]
    public async Task A_list_signed_with_a_key_that_is_no_longer_published_is_signed_again()
    {
        using var folder = new TemporaryFolder();
        var before = KeyFiles.PutRsa(folder, "signing-key.pem");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        await using var replaced = new StatusBench(configure: services => services.AddSingleton<ISigningKeys>(keys));
        Assert.Equal(before, (await replaced.Publisher.PublishAsync(null, Token)).Kid);
        using var others = new TemporaryFolder();
        var now = KeyFiles.PutRsa(others, "signing-key.pem");
        using var otherKeys = KeyFileSigningKeys.Open(others.PathOf("signing-key.pem"));
        var publisher = ActivatorUtilities.CreateInstance<StatusPublisher>(
            replaced.Issuing.Get<IServiceProvider>(), (ISigningKeys)otherKeys,
            ActivatorUtilities.CreateInstance<RememberedKeys>(replaced.Issuing.Get<IServiceProvider>(), (ISigningKeys)otherKeys));

        Assert.Equal(now, (await publisher.PublishAsync(null, Token)).Kid);
    }

    [Fact]
    public async Task A_key_configured_for_the_list_signs_it_and_is_remembered_for_this_purpose_only()
    {
        using var folder = new TemporaryFolder();
        KeyFiles.PutRsa(folder, "signing-key.pem");
        var named = KeyFiles.PutRsa(folder, "signing-key-2.pem", "For status\nSigns from 2020-01-01T00:00:00Z");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        await using var apart = new IssuingBench(services => services.AddSingleton<ISigningKeys>(keys));
        var signed = JsonSerializer.Deserialize(
            (await apart.Get<StatusPublisher>().PublishAsync(null, Token)).Bytes.Span, StatusJson.Compact.SignedStatus)!;
        var remembered = Assert.Single(await apart.Get<RememberedKeyList>().ReadAsync(Token));

        Assert.Equal((named, named), (signed.Header.Kid, remembered.Kid));
        Assert.Equal(["status"], remembered.Purposes!);
    }

    private static string NameOf(CertificationEvent certification)
    {
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(certification.CertificateId)));
    }

    private static IEnumerable<string> Names(JsonNode? list) => list!.AsArray().Select(name => name!.GetValue<string>());

    /// <summary>The list, after what happened has been announced.</summary>
    private async Task<JsonObject> ListAsync()
    {
        await bench.AnnounceAsync();
        return await bench.ListAsync();
    }
}
