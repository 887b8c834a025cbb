using System.Diagnostics;
using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Keys.Vault;
using Divoc.Functions.Tests.Messaging;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Keys;

[Trait("Kind", "Slow")]
public sealed class KeyVaultSigningKeysTests : SigningKeysContract, IAsyncLifetime
{
    private static readonly byte[] Digest = SHA256.HashData("event"u8);

    private KeyVaultDouble vault = null!;
    private VaultBench bench = null!;

    protected override ISigningKeys Keys => bench.Key;

    public async ValueTask InitializeAsync()
    {
        vault = await KeyVaultDouble.StartAsync();
        bench = Bench(vault.AddKey(), vault.AddKey("signing-p256", VaultDoubleKind.P256));
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task The_client_requests_one_token_as_the_vault_says_and_sends_no_digest_without_it()
    {
        await SignAsync();
        await SignAsync();

        var asked = Assert.Single(vault.Credential.Asked);
        Assert.Equal([$"{vault.Resource}/.default"], asked.Scopes);
        Assert.Equal("2f4a9838-0000-0000-0000-000000000000", asked.TenantId);
        Assert.Equal(2, vault.Signatures);
    }

    [Fact]
    public async Task A_token_that_the_vault_no_longer_accepts_causes_an_outage()
    {
        await SignAsync();
        vault.Identity.Revoke();

        // The token is kept by its challenge, so the second one asks the identity only if the vault refuses the first.
        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync());
    }

    [Fact]
    public async Task A_revoked_token_is_replaced_by_a_token_with_the_claims_that_the_vault_requires()
    {
        await SignAsync();
        vault.Identity.Revoke();
        vault.Claims = """{"access_token":{"nbf":{"essential":true,"value":"1"}}}""";

        await SignAsync();
        await SignAsync();

        Assert.All(vault.Credential.Asked, asked => Assert.Equal([$"{vault.Resource}/.default"], asked.Scopes));
        Assert.Single(vault.Credential.Asked, asked => asked.Claims == vault.Claims);
        Assert.Equal(3, vault.Signatures);
    }

    [Fact]
    public async Task A_vault_that_requests_a_token_for_another_service_gets_no_token()
    {
        await using var thief = await KeyVaultDouble.StartAsync(new VaultDoubleOptions { Resource = "https://management.azure.com" });
        await using var stolen = new VaultBench(thief, Settings(), thief.AddKey());

        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => stolen.Key.SignDigestAsync(
            new(Purpose, SignatureAlgorithm.PS256), Digest, SigningLane.Interactive, TestContext.Current.CancellationToken));

        Assert.Contains("no token", fault.Message, StringComparison.Ordinal);
        Assert.Empty(thief.Credential.Asked);
    }

    [Fact]
    public async Task A_public_key_is_read_only_once()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            await SignAsync();
            await Keys.GetPublishedKeysAsync(TestContext.Current.CancellationToken);
        }

        var reads = vault.Calls.Where(call => call.StartsWith("GET", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, reads.Count);
        Assert.Equal(reads.Count, reads.Distinct().Count());
    }

    [Fact]
    public async Task A_new_version_is_published_immediately_and_signs_later_while_the_earlier_one_stays_published()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var dated = await KeyVaultDouble.StartAsync(new VaultDoubleOptions { Time = time });
        var key = dated.AddKey(created: time.GetUtcNow());
        await using var used = new VaultBench(dated, Settings(), key);

        var first = await KidAsync(used);
        time.Advance(TimeSpan.FromDays(100));
        key.Rotate(time.GetUtcNow());
        time.Advance(TimeSpan.FromMinutes(11));
        var published = await PublishedAsync(used, expected: 2);
        Assert.Equal(first, await KidAsync(used));
        Assert.Equal(first, published[0]);

        time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(first, await KidAsync(used));
        time.Advance(TimeSpan.FromHours(1));
        var second = await KidAsync(used);

        Assert.Equal(published[1], second);
        Assert.Equal([second, first], await PublishedAsync(used, expected: 2));
        key.Versions[0].IsEnabled = false;
        time.Advance(TimeSpan.FromMinutes(11));
        await KidAsync(used);
        Assert.Equal([second, first], await PublishedAsync(used, expected: 2));
    }

    [Fact]
    public async Task A_disabled_version_stops_signing_and_the_next_version_signs_without_its_waiting_time()
    {
        var key = vault.Find("signing-rsa")!;
        var first = await KidAsync(bench);
        key.Current.IsEnabled = false;
        key.Rotate(DateTimeOffset.UtcNow);

        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync());
        await Eventually(async () => Assert.NotEqual(first, await KidAsync(bench)));
        Assert.Equal(1, key.Current.Signatures);
    }

    [Fact]
    public async Task Versions_after_the_first_page_are_found()
    {
        var key = vault.AddKey("many", created: DateTimeOffset.UtcNow.AddDays(-100));
        for (var day = 99; day > 60; day--)
        {
            key.Rotate(DateTimeOffset.UtcNow.AddDays(-day));
        }

        await using var many = Bench(key);
        Assert.Equal(40, (await many.Key.GetPublishedKeysAsync(TestContext.Current.CancellationToken)).Count);
        await KidAsync(many);
        Assert.Equal(1, key.Current.Signatures);
    }

    [Fact]
    public async Task Two_keys_share_the_signing_and_both_are_published()
    {
        var second = vault.AddKey("second");
        await using var shared = Bench(vault.Find("signing-rsa")!, second);

        var published = await PublishedAsync(shared, expected: 2);
        var kids = new HashSet<string>();
        for (var turn = 0; turn < 20; turn++)
        {
            kids.Add(await KidAsync(shared));
        }

        Assert.Equal([.. published], kids);
        Assert.InRange(second.Current.Signatures, 5, 15);
    }

    [Fact]
    public async Task When_a_vault_is_down_the_other_vault_does_its_work()
    {
        await using var other = await KeyVaultDouble.StartAsync(sister: vault);
        var (here, there) = (vault.Find("signing-rsa")!, other.AddKey());
        await using var shared = Bench(here, there);
        await PublishedAsync(shared, expected: 2);
        for (var turn = 0; turn < 10; turn++)
        {
            await KidAsync(shared);
        }

        var (before, elsewhere) = (here.Current.Signatures, there.Current.Signatures);
        other.IsDown = true;
        for (var turn = 0; turn < 10; turn++)
        {
            await KidAsync(shared);
        }

        Assert.True(elsewhere > 0);
        Assert.Equal(before + 10, here.Current.Signatures);
        await PublishedAsync(shared, expected: 2);
    }

    [Fact]
    public async Task A_partial_set_of_keys_is_never_published_as_complete()
    {
        await using var other = await KeyVaultDouble.StartAsync(sister: vault);
        await using var shared = Bench(vault.Find("signing-rsa")!, other.AddKey());
        other.IsDown = true;

        await KidAsync(shared);
        await Assert.ThrowsAsync<SigningKeyUnavailableException>(
            () => shared.Key.GetPublishedKeysAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_vault_that_is_down_causes_an_outage_and_is_used_again_after_it_returns()
    {
        var kid = await KidAsync(bench);
        vault.IsDown = true;
        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync());
        var published = await Keys.GetPublishedKeysAsync(TestContext.Current.CancellationToken);
        vault.IsDown = false;

        Assert.Contains("can't be reached", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, published.Count);
        Assert.Equal(kid, await KidAsync(bench));
        Assert.Contains("divoc.vault.failures sign unreachable", bench.Measured);
        Assert.Contains("divoc.vault.latency sign", bench.Measured);
    }

    [Fact]
    public async Task A_vault_that_is_down_at_the_first_use_also_causes_an_outage()
    {
        vault.IsDown = true;
        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync());
        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => Keys.GetPublishedKeysAsync(TestContext.Current.CancellationToken));
        vault.IsDown = false;

        await SignAsync();
        Assert.Equal(1, vault.Signatures);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(403)]
    public async Task A_failed_signature_is_not_requested_again(int status)
    {
        await SignAsync();
        vault.SignFault = status;
        var before = vault.Calls.Count;

        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync());

        Assert.Contains($"{status}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("told to fail", $"{fault}", StringComparison.Ordinal);
        Assert.Equal(before + 1, vault.Calls.Count);
        Assert.Contains($"divoc.vault.failures sign {status}", bench.Measured);
    }

    [Fact]
    public async Task The_wait_for_a_vault_that_does_not_answer_ends_at_the_configured_timeout()
    {
        await using var hasty = Bench(
            new Dictionary<string, string> { ["TryTimeout"] = "00:00:01", ["CallTimeout"] = "00:00:04" }, vault.Find("signing-rsa")!);
        await Eventually(() => KidAsync(hasty));
        vault.Delay = Timeout.InfiniteTimeSpan;
        var began = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<SigningKeyUnavailableException>(
            () => KidAsync(hasty).WaitAsync(Hosting.Eventually.Limit, TestContext.Current.CancellationToken));
        vault.Delay = TimeSpan.Zero;

        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(0.9));
        Assert.Contains("divoc.vault.failures sign timeout", hasty.Measured);
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_not_returned()
    {
        vault.Falsify = signature => [.. signature.Select(part => (byte)~part)];
        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync());
        Assert.Contains("does not verify", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_stays_below_the_rate_limit_of_the_vault()
    {
        var time = new WatchedTime();
        await using var tight = await KeyVaultDouble.StartAsync(
            new VaultDoubleOptions { Limit = 250, Window = TimeSpan.FromSeconds(5), Time = time });
        await using var quick = new VaultBench(tight, Settings(("SignaturesPerSecond", "50")), tight.AddKey());
        await KidAsync(quick);

        // Several windows of the vault. The one clock of client and vault goes on just as far as the client waits before it sends, and
        // stands while calls are on their way.
        for (var round = 0; round < 125; round++)
        {
            var signatures = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => KidAsync(quick)));
            while (!signatures.IsCompleted)
            {
                time.Advance(time.TakeTimers().Where(timer => timer < TimeSpan.FromSeconds(10)).Append(TimeSpan.Zero).Max());
                await Task.WhenAny(signatures, Task.Delay(10, TestContext.Current.CancellationToken));
            }

            await signatures;
        }

        Assert.Equal(501, tight.Signatures);
        Assert.Equal(0, tight.Throttled);
    }

    [Fact]
    public async Task After_a_rate_limit_refusal_the_client_waits_as_long_as_the_vault_says()
    {
        await using var tight = await KeyVaultDouble.StartAsync(new VaultDoubleOptions { RetryAfter = TimeSpan.FromSeconds(2) });
        await using var quick = new VaultBench(tight, Settings(), tight.AddKey());
        await KidAsync(quick);
        tight.RefuseNext(2);
        var began = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => KidAsync(quick)));

        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(1.9));
        Assert.Equal(5, tight.Signatures);
        Assert.Equal(2, tight.Throttled);
        Assert.Equal(tight.Throttled, quick.Measured.Count(line => line == "divoc.vault.throttled sign"));
    }

    [Fact]
    public async Task A_key_of_an_unsupported_type_is_reported_as_such()
    {
        await using var strange = Bench(vault.AddKey("p384", VaultDoubleKind.P384));
        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => KidAsync(strange));
        Assert.Contains("neither RSA nor on P-256", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_cannot_sign_does_not_stop_the_others_from_signing_and_being_published()
    {
        var key = vault.Find("signing-rsa")!;
        key.Rotate(DateTimeOffset.UtcNow.AddDays(-1.5), VaultDoubleKind.P384);
        await using var mixed = Bench(key);

        var kid = await KidAsync(mixed);
        Assert.Equal(1, key.Versions[0].Signatures);
        Assert.Equal([kid], await PublishedAsync(mixed, expected: 1));
    }

    [Fact]
    public async Task A_version_of_another_type_does_not_stop_the_previous_version_from_signing()
    {
        var key = vault.Find("signing-rsa")!;
        key.Rotate(DateTimeOffset.UtcNow.AddDays(-1.5), VaultDoubleKind.P256);
        await using var mixed = Bench(key);

        var kid = await KidAsync(mixed);
        var elliptic = await mixed.Key.SignDigestAsync(
            new(Purpose, SignatureAlgorithm.ES256), Digest, SigningLane.Interactive, TestContext.Current.CancellationToken);
        Assert.Equal(new[] { kid, elliptic.KeyId }.Order(), (await PublishedAsync(mixed, expected: 2)).Order());
        Assert.Equal((1, 1), (key.Versions[0].Signatures, key.Versions[1].Signatures));
    }

    [Fact]
    public async Task The_error_about_an_algorithm_without_a_key_names_the_setting()
    {
        await using var elliptic = Bench(vault.Find("signing-p256")!);
        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => KidAsync(elliptic));
        Assert.Contains("Divoc:KeyVault:Keys", fault.Message, StringComparison.Ordinal);
        Assert.Contains("PS256", fault.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(params (string Name, string Value)[] settings) =>
        settings.ToDictionary(setting => setting.Name, setting => setting.Value);

    private static async Task<string> KidAsync(VaultBench from)
    {
        return (await from.Key.SignDigestAsync(
            new(Purpose, SignatureAlgorithm.PS256), Digest, SigningLane.Interactive, TestContext.Current.CancellationToken)).KeyId;
    }

    /// <summary>The published kids, once as many as expected are there: a list is renewed beside the call that finds it old.</summary>
    private static async Task<IReadOnlyList<string>> PublishedAsync(VaultBench from, int expected)
    {
        IReadOnlyList<string> kids = [];
        await Eventually(async () =>
        {
            kids = [.. (await from.Key.GetPublishedKeysAsync(TestContext.Current.CancellationToken)).Select(key => key.KeyId)];
            Assert.Equal(expected, kids.Count);
        });
        return kids;
    }

    private static async Task Eventually(Func<Task> check)
    {
        var deadline = DateTime.UtcNow + Hosting.Eventually.Limit;
        while (true)
        {
            try
            {
                await check();
                return;
            }
            catch (Exception fault) when (fault is SigningKeyUnavailableException or Xunit.Sdk.XunitException && DateTime.UtcNow < deadline)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    private VaultBench Bench(params VaultDoubleKey[] keys) => Bench(new Dictionary<string, string>(), keys);

    private VaultBench Bench(Dictionary<string, string> settings, params VaultDoubleKey[] keys) => new(vault, settings, keys);

    private Task<KeySignature> SignAsync() => Keys.SignDigestAsync(
        new(Purpose, SignatureAlgorithm.PS256), Digest, SigningLane.Interactive, TestContext.Current.CancellationToken);
}
