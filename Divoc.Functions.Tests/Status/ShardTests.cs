using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Status;

public sealed class ShardTests : IAsyncDisposable
{
    private readonly StatusBench bench = new(wholeList: 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task With_more_entries_than_one_list_may_contain_there_is_only_an_index()
    {
        await bench.RevokeOneAsync();
        Assert.Single((await bench.ListAsync())["revoked"]!.AsArray());
        await bench.RevokeOneAsync();

        var index = await bench.IndexAsync();

        Assert.Equal(["issuer", "issued", "nextUpdate", "prefixLength", "formerPrefixLengths"], index.Select(member => member.Key));
        Assert.Equal(1, index["prefixLength"]!.GetValue<int>());
        Assert.Empty(index["formerPrefixLengths"]!.AsArray());
        Assert.Equal(StatusBench.Start.AddDays(1), index["nextUpdate"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_shard_lists_certificates_whose_hash_starts_with_its_prefix_by_128_bits_of_the_hash()
    {
        var all = new List<CertificationEvent> { await bench.RevokeOneAsync(), await bench.RevokeOneAsync(), await bench.RevokeOneAsync() };
        var suspended = await bench.IssueAsync();
        await bench.Changer.SuspendAsync(
            suspended.CertificateId, new ChangeOrder("RECALLED", null, Caller.Service) { Until = StatusBench.Start.AddDays(2) }, Token);
        await bench.AnnounceAsync();
        await bench.IndexAsync();
        List<string> revoked = [];
        foreach (var prefix in "0123456789abcdef".Select(digit => digit.ToString()))
        {
            var shard = await bench.ShardAsync(prefix);
            Assert.Equal(
                ["issuer", "prefix", "issued", "nextUpdate", "revoked", "superseded", "suspended"], shard.Select(member => member.Key));
            Assert.Equal(("https://divoc.dev/", prefix), (shard["issuer"]!.GetValue<string>(), shard["prefix"]!.GetValue<string>()));
            var names = shard["revoked"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
            Assert.All(
                names,
                name => Assert.StartsWith(prefix, Convert.ToHexStringLower(Base64Url.DecodeFromChars(name)), StringComparison.Ordinal));
            revoked.AddRange(names);
            if (StatusBench.HashOf(suspended.CertificateId).StartsWith(prefix, StringComparison.Ordinal))
            {
                var entry = Assert.Single(shard["suspended"]!.AsArray())!;
                Assert.Equal(
                    (NameOf(suspended), StatusBench.Start.AddDays(2)),
                    (entry["certificate"]!.GetValue<string>(), entry["until"]!.GetValue<DateTimeOffset>()));
            }
        }

        Assert.Equal(all.Select(NameOf).Order(StringComparer.Ordinal), revoked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Shard_lifetimes_are_spread_between_three_quarters_of_the_lifetime_and_the_full_lifetime()
    {
        await bench.RegisterAsync(2);
        await bench.IndexAsync();

        Assert.Equal(StatusBench.Start.AddHours(24), (await bench.ShardAsync("0"))["nextUpdate"]!.GetValue<DateTimeOffset>());
        Assert.Equal(StatusBench.Start.AddHours(21), (await bench.ShardAsync("8"))["nextUpdate"]!.GetValue<DateTimeOffset>());
        Assert.Equal(
            StatusBench.Start.AddHours(24 - (6 * 15 / 16.0)),
            (await bench.ShardAsync("f"))["nextUpdate"]!.GetValue<DateTimeOffset>(),
            TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_shard_is_signed_again_only_if_its_content_changed_or_half_of_its_lifetime_is_over()
    {
        await bench.RegisterAsync(2);
        await bench.IndexAsync();
        var certification = await bench.IssueAsync();
        var prefix = StatusBench.HashOf(certification.CertificateId)[..1];
        var first = (await bench.Publisher.PublishShardAsync(prefix, null, Token))!;
        bench.Time.Advance(TimeSpan.FromHours(8));
        Assert.Equal(first.Tag, (await bench.Publisher.PublishShardAsync(prefix, first, Token))!.Tag);

        await bench.Changer.SuspendAsync(
            certification.CertificateId,
            new ChangeOrder("RECALLED", null, Caller.Service) { Until = bench.Time.GetUtcNow().AddHours(1) },
            Token);
        await bench.AnnounceAsync();
        var suspended = (await bench.Publisher.PublishShardAsync(prefix, first, Token))!;
        bench.Time.Advance(TimeSpan.FromHours(2));
        var over = (await bench.Publisher.PublishShardAsync(prefix, suspended, Token))!;
        bench.Time.Advance(TimeSpan.FromHours(12));
        var half = (await bench.Publisher.PublishShardAsync(prefix, over, Token))!;

        Assert.Equal(4, new[] { first.Tag, suspended.Tag, over.Tag, half.Tag }.Distinct().Count());
        Assert.Equal(first.Content, over.Content);
        Assert.Equal(over.Content, half.Content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("G")]
    [InlineData("A")]
    [InlineData("0000000")]
    [InlineData("..")]
    [InlineData("٣")]
    public async Task Only_prefixes_of_the_current_length_are_answered(string prefix)
    {
        await bench.RegisterAsync(2);
        await bench.IndexAsync();

        Assert.Null(await bench.Issuing.Get<PublishedStatuses>().GetShardAsync(prefix, Token));
        Assert.NotNull(await bench.Issuing.Get<PublishedStatuses>().GetShardAsync("a", Token));
    }

    [Fact]
    public async Task While_one_list_contains_everything_there_are_no_shards()
    {
        await bench.RegisterAsync(1);

        Assert.Null(await bench.Issuing.Get<PublishedStatuses>().GetShardAsync("0", Token));
    }

    [Fact]
    public async Task Above_an_average_of_4096_entries_prefixes_get_longer_and_old_shards_stay_for_two_lifetimes()
    {
        await bench.RegisterAsync(2);
        await bench.IndexAsync();
        await bench.RegisterAsync(60_000);
        await bench.ShardAsync("3");
        Assert.Equal(1, (await bench.IndexAsync())["prefixLength"]!.GetValue<int>());
        await bench.RegisterAsync(70_000);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await bench.ShardAsync("3");

        var index = await bench.IndexAsync();

        Assert.Equal(2, index["prefixLength"]!.GetValue<int>());
        Assert.Equal([1], index["formerPrefixLengths"]!.AsArray().Select(length => length!.GetValue<int>()));
        var former = (await bench.ShardAsync("3"))["revoked"]!.AsArray().Select(name => name!.GetValue<string>()).ToHashSet();
        var now = (await bench.ShardAsync("3a"))["revoked"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        Assert.InRange(now.Count, 200, 400);
        Assert.Subset(former, now.ToHashSet());
        bench.Time.Advance(TimeSpan.FromDays(2));
        Assert.Null(await bench.Publisher.PublishShardAsync("3", null, Token));
        Assert.Empty((await bench.IndexAsync())["formerPrefixLengths"]!.AsArray());

        await bench.Issuing.Get<StatusSweeper>().SweepAsync(Token);
        var stored = await bench.Issuing.Store.ListAsync(RegistryDocuments.Container, StatusPublisher.ShardPrefix, 100, null, Token);
        Assert.Equal(["shards/3a.json"], stored.Names);
    }

    [Fact]
    public async Task The_prefix_length_never_decreases_even_if_there_are_fewer_entries()
    {
        await bench.RegisterAsync(2);
        await bench.IndexAsync();
        foreach (var name in (await bench.Issuing.Store.ListAsync(
            RegistryDocuments.Container, StatusRegister.Prefix, 100, null, Token)).Names)
        {
            await bench.Issuing.Store.DeleteAsync(new ArtifactName(RegistryDocuments.Container, name), Token);
        }

        bench.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, (await bench.IndexAsync())["prefixLength"]!.GetValue<int>());
    }

    [Fact]
    public async Task Reinstated_certificates_count_as_registered_so_that_creating_a_list_stays_bounded()
    {
        await bench.RegisterAsync(2, state: nameof(RegisteredState.None));

        await bench.IndexAsync();

        Assert.Empty((await bench.ShardAsync("0"))["revoked"]!.AsArray());
    }

    [Fact]
    public async Task Each_minute_refreshes_a_part_of_the_shards_and_a_quarter_of_the_lifetime_refreshes_all()
    {
        await bench.RegisterAsync(2);
        await bench.IndexAsync();
        var refresher = bench.Issuing.Get<StatusRefresher>();
        for (var minute = 0; minute < 6 * 60; minute++)
        {
            await refresher.RefreshAsync(Token);
            bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var stored = await bench.Issuing.Store.ListAsync(RegistryDocuments.Container, StatusPublisher.ShardPrefix, 100, null, Token);
        Assert.Equal("0123456789abcdef".Select(digit => $"shards/{digit}.json"), stored.Names);
    }

    [Fact]
    public async Task Only_entries_that_expired_long_ago_are_swept()
    {
        await bench.RegisterAsync(3, "a", dropAfter: "2026-03-05");
        await bench.RegisterAsync(2, "b", dropAfter: "2026-03-06");
        await bench.RegisterAsync(1, "c");
        bench.Time.SetUtcNow(new DateTimeOffset(2026, 3, 6, 23, 59, 59, TimeSpan.Zero));
        await bench.Issuing.Get<StatusSweeper>().SweepAsync(Token);
        Assert.Equal(6, (await NamesAsync()).Count);
        bench.Time.Advance(TimeSpan.FromHours(1));

        await bench.Issuing.Get<StatusSweeper>().SweepAsync(Token);

        Assert.Equal(["b", "b", "c"], (await NamesAsync()).Select(name => name[StatusRegister.Prefix.Length..][..1]));
    }

    /// <summary>A rebuild reads a ledger; then a revocation is written and registered; then the rebuild writes what it read.</summary>
    [Fact]
    public async Task A_revocation_during_a_rebuild_of_the_register_stays_registered()
    {
        var certification = await bench.IssueAsync();
        var order = new ChangeOrder("RECALLED", null, Caller.Service);
        await bench.Changer.SuspendAsync(certification.CertificateId, order, Token);
        await bench.AnnounceAsync();
        bench.Issuing.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name.StartsWith(StatusRegister.Prefix, StringComparison.Ordinal))
            {
                bench.Issuing.Store.BeforeWrite = null;
                await bench.Changer.RevokeAsync(certification.CertificateId, order, Token);
                await bench.AnnounceAsync();
            }
        };

        await bench.Issuing.Get<StatusRebuilder>().RebuildAsync(null, Token);

        var (statuses, _) = await bench.Issuing.Get<StatusRegister>().ListAsync("", null, Token);
        Assert.Equal(RegisteredState.Revoked, Assert.Single(statuses).State);
    }

    [Fact]
    public async Task A_rebuild_removes_the_status_that_a_restored_ledger_does_not_contain()
    {
        var certification = await bench.IssueAsync();
        var hash = StatusBench.HashOf(certification.CertificateId);
        var name = new ArtifactName(RegistryDocuments.Container, $"{StatusRegister.Prefix}{hash}.json");
        var later = new ArtifactContent(
            Encoding.UTF8.GetBytes(new JsonObject { ["form"] = 1, ["certificateId"] = certification.CertificateId }.ToJsonString()),
            "application/json",
            new Dictionary<string, string> { ["revision"] = "7", ["state"] = "Revoked" });
        await bench.Issuing.Store.CreateAsync(name, later, Token);

        await bench.Issuing.Get<StatusRebuilder>().RebuildAsync(null, Token);

        var (statuses, _) = await bench.Issuing.Get<StatusRegister>().ListAsync("", null, Token);
        Assert.Equal(RegisteredState.None, Assert.Single(statuses).State);
    }

    private async Task<IReadOnlyList<string>> NamesAsync() =>
        (await bench.Issuing.Store.ListAsync(RegistryDocuments.Container, StatusRegister.Prefix, 100, null, Token)).Names;

    private static string NameOf(CertificationEvent certification) =>
        Base64Url.EncodeToString(Convert.FromHexString(StatusBench.HashOf(certification.CertificateId)).AsSpan(0, 16));
}
