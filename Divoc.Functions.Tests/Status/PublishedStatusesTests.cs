using Divoc.Functions.Keys;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Status;

public sealed class PublishedStatusesTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly KeyFileSigningKeys file;
    private readonly FailingKeys keys;
    private readonly StatusBench bench;

    public PublishedStatusesTests()
    {
        file = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        keys = new FailingKeys(file);
        bench = new StatusBench(configure: services => services.AddSingleton<ISigningKeys>(keys));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PublishedStatuses Statuses => bench.Issuing.Get<PublishedStatuses>();

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        file.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_list_checked_less_than_ten_seconds_ago_is_returned_without_a_new_check()
    {
        var first = await Statuses.GetAsync(Token);
        await bench.RevokeOneAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Same(first, await Statuses.GetAsync(Token));
        bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(first.Tag, (await Statuses.GetAsync(Token)).Tag);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_check()
    {
        var (reads, go) = (0, new TaskCompletionSource());
        bench.Issuing.Store.BeforeRead = name =>
        {
            reads += name.Name == "revocations.json" ? 1 : 0;
            return go.Task;
        };
        var asked = Enumerable.Range(0, 20).Select(_ => Statuses.GetAsync(Token)).ToList();
        go.SetResult();

        Assert.Single((await Task.WhenAll(asked)).Distinct());
        Assert.InRange(reads, 1, 3);
    }

    [Fact]
    public async Task A_caller_that_cancels_does_not_affect_the_others()
    {
        var go = new TaskCompletionSource();
        bench.Issuing.Store.BeforeRead = _ => go.Task;
        using var leaving = new CancellationTokenSource();
        var first = Statuses.GetAsync(leaving.Token);
        var second = Statuses.GetAsync(Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        go.SetResult();

        Assert.NotNull(await second);
    }

    [Fact]
    public async Task While_the_key_is_unavailable_the_previous_list_is_returned_until_its_next_update()
    {
        var first = await Statuses.GetAsync(Token);
        await bench.RevokeOneAsync();
        keys.Fails = true;
        bench.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(first.Tag, (await Statuses.GetAsync(Token)).Tag);
        bench.Time.Advance(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => Statuses.GetAsync(Token));
        keys.Fails = false;
        Assert.NotEqual(first.Tag, (await Statuses.GetAsync(Token)).Tag);
    }

    [Fact]
    public async Task While_the_store_is_unavailable_the_previous_list_is_returned_until_its_next_update()
    {
        var first = await Statuses.GetAsync(Token);
        bench.Issuing.Store.BeforeRead = _ => throw new StoreUnavailableException("down");
        bench.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(first.Tag, (await Statuses.GetAsync(Token)).Tag);
        bench.Time.Advance(TimeSpan.FromHours(2));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Statuses.GetAsync(Token));
    }

    [Fact]
    public async Task A_caller_who_would_wait_more_than_three_seconds_gets_the_previous_list()
    {
        var first = await Statuses.GetAsync(Token);
        await bench.RevokeOneAsync();
        var go = new TaskCompletionSource();
        bench.Issuing.Store.BeforeRead = name => name.Name == "revocations.json" ? go.Task : Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        var asked = Statuses.GetAsync(Token);
        await Eventually.HoldsAsync(() =>
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            return asked.IsCompleted;
        });
        Assert.Equal(first.Tag, (await asked).Tag);
        go.SetResult();

        await Eventually.HoldsAsync(async () => (await Statuses.GetAsync(Token)).Tag != first.Tag);
    }

    private sealed class FailingKeys(KeyFileSigningKeys inner) : ISigningKeys
    {
        public bool Fails { get; set; }

        public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
            inner.GetPublishedKeysAsync(cancellationToken);

        public Task<T> SignAsync<T>(
            SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
        {
            return Fails && lane == SigningLane.Status
                ? throw new SigningKeyUnavailableException("down")
                : inner.SignAsync(use, lane, sign, cancellationToken);
        }
    }
}
