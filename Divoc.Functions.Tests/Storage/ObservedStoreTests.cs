using System.Diagnostics.Metrics;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Storage;

/// <summary>A write that the program makes anyway proves that the store takes writes.</summary>
public sealed class ObservedStoreTests : IDisposable
{
    private static readonly ArtifactName Name = new("registry", "a");

    private readonly FakeTimeProvider clock = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CertificateMetrics metrics;
    private readonly InMemoryArtifactStore inner;
    private readonly ObservedStore store;

    public ObservedStoreTests()
    {
        metrics = new CertificateMetrics(services.GetRequiredService<IMeterFactory>());
        inner = new InMemoryArtifactStore(clock);
        store = new ObservedStore(inner, metrics, clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        metrics.Dispose();
        services.Dispose();
    }

    [Fact]
    public async Task Without_a_recent_write_each_check_calls_the_store()
    {
        await store.CheckWritableAsync(Token);
        await store.GetAsync(Name, Token);
        await store.CheckWritableAsync(Token);

        Assert.Equal(3, inner.Calls);
    }

    [Fact]
    public async Task A_successful_write_proves_writability_for_ten_seconds()
    {
        await store.PutAsync(Name, Content(), Token);
        clock.Advance(ObservedStore.ProofLifetime - TimeSpan.FromTicks(1));
        await store.CheckWritableAsync(Token);
        Assert.Equal(1, inner.Calls);

        clock.Advance(TimeSpan.FromTicks(1));
        await store.CheckWritableAsync(Token);
        Assert.Equal(2, inner.Calls);
    }

    [Fact]
    public async Task A_refused_write_proves_nothing()
    {
        await inner.PutAsync(Name, Content(), Token);
        Assert.Null(await store.CreateAsync(Name, Content(), Token));
        Assert.NotEmpty(await store.CreateTogetherAsync(
            [new NamedArtifact(Name, Content()), new NamedArtifact(new("registry", "b"), Content())], Token));
        Assert.Null(await store.ReplaceAsync(Name, Content(), "0", Token));
        Assert.False(await store.DeleteAsync(Name, "0", Token));
        await store.CheckWritableAsync(Token);

        Assert.Equal(6, inner.Calls);
    }

    [Fact]
    public async Task A_failed_call_invalidates_the_proof()
    {
        await store.PutAsync(Name, Content(), Token);
        inner.IsOut = true;
        await store.CheckWritableAsync(Token);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(Name, Token));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CheckWritableAsync(Token));
    }

    private static ArtifactContent Content() => new("1"u8.ToArray(), "text/plain");
}
