using Divoc.Functions.Domain;
using Divoc.Functions.Hosting;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>The rooms of the service over a real store and key in a folder of their own, without a host.</summary>
internal sealed class IssuingBench : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteArtifactStore sqlite;
    private readonly ServiceProvider services;

    /// <summary>Puts the rooms together, over a store of their own unless another is given.</summary>
    public IssuingBench(Action<IServiceCollection>? configure = null, IArtifactStore? store = null)
    {
        sqlite = new SqliteArtifactStore(folder.Path, TimeProvider.System);
        Store = new ScriptedStore(store ?? sqlite);
        var collection = new ServiceCollection();
        collection.AddLogging().AddMetrics();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddDivoc(new ConfigurationBuilder().Build());
        collection.AddSingleton<IArtifactStore>(Store);
        collection.AddKeyFileSigningKeys(folder.Path);
        collection.AddMessageQueue(new InMemoryMessageQueue(TimeProvider.System));
        configure?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    public ScriptedStore Store { get; }

    public CertificationEventHandler Handler => services.GetRequiredService<CertificationEventHandler>();

    public CertificateFinder Finder => services.GetRequiredService<CertificateFinder>();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>The kid of the key that signs.</summary>
    public async Task<string> KidAsync() =>
        (await Get<ISigningKeys>().GetPublishedKeysAsync(TestContext.Current.CancellationToken))[0].KeyId;

    /// <summary>
    /// Remembers the key that signs, as a program does with its first certificate, and counts the store's writes from here.
    /// </summary>
    public async Task RememberKeyAsync()
    {
        await Get<RememberedKeys>().RememberAsync(await KidAsync(), TestContext.Current.CancellationToken);
        Store.CountAnew();
    }

    /// <summary>Makes a class of functions, as a host does.</summary>
    public T Create<T>() => ActivatorUtilities.CreateInstance<T>(services);

    /// <summary>Delivers an event once, as the queue would. It does not say that it is the first delivery unless it is told to.</summary>
    public async Task<FakeDelivery> DeliverAsync(CertificationEvent certification, int attempt = 1, bool isFirst = false)
    {
        var delivery = new FakeDelivery(attempt, isFirst: isFirst);
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(certification, CertificationEventJson.Compact.CertificationEvent);
        await Handler.HandleAsync(body, delivery, SigningLane.Interactive, TestContext.Current.CancellationToken);
        return delivery;
    }

    public async Task<CertificateLedger> LedgerAsync(CertificationEvent certification)
    {
        return (await Get<LedgerStore>().ReadAsync(certification.Ledger, TestContext.Current.CancellationToken)).Ledger;
    }

    public async Task<IReadOnlyList<string>> ArtifactsAsync()
    {
        return (await Store.ListAsync(CertificateArtifacts.Container, "", 5000, null, TestContext.Current.CancellationToken)).Names;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        sqlite.Dispose();
        folder.Dispose();
    }
}
