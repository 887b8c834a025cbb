using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Tests.Hosting.AzureFunctions;
using Divoc.Functions.Tests.Keys.Vault;
using Divoc.Functions.Tests.Messaging.Broker;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// What Azure is to the program, each part of it to be cut off: the doubles of Service Bus and Key Vault, and Azurite behind a wire. An outage lasts two seconds, and
/// on a busy machine as much longer as it takes until it has met the program.
/// </summary>
internal sealed class AzureSurroundings : IAsyncDisposable
{
    private static readonly TimeSpan OutageLength = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OutageLimit = TimeSpan.FromMinutes(3);

    private readonly string wiredStorage;
    private readonly TcpRelay storageWire;

    private AzureSurroundings(KeyVaultDouble vault, string storage)
    {
        Vault = vault;
        Key = vault.AddKey();
        Storage = storage;
        (storageWire, wiredStorage) = TcpRelay.ToStorage(storage);
    }

    /// <summary>What a killed process or a cut connection held comes again soon, while a test still waits.</summary>
    public ServiceBusDouble Broker { get; } = new(new BrokerOptions { LockDuration = TimeSpan.FromSeconds(15) });

    public KeyVaultDouble Vault { get; }

    /// <summary>The key that signs.</summary>
    public VaultDoubleKey Key { get; }

    /// <summary>The connection string of the account, past the wire.</summary>
    public string Storage { get; }

    /// <summary>The environment of a program that lives there.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(Vault.Environment(Key))
    {
        ["ServiceBus"] = Broker.ConnectionString,
        ["Divoc__Storage__ConnectionString"] = wiredStorage,
    };

    /// <summary>Makes all of it.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "All is disposed together.")]
    public static async Task<AzureSurroundings> StartAsync(Azurite azurite)
    {
        var vault = await KeyVaultDouble.StartAsync();
        return new AzureSurroundings(vault, await azurite.TakeAccountAsync());
    }

    /// <summary>Cuts the vault off until an event has met that.</summary>
    public Task CutVaultAsync() => CutAsync(() => Vault.IsDown = true, () => Vault.IsDown = false, CopiesAsync);

    /// <summary>Cuts the storage account off until an event has met that.</summary>
    public Task CutStorageAsync() => CutAsync(storageWire.Cut, storageWire.Mend, CopiesAsync);

    /// <summary>Cuts the broker off until somebody has tried to connect again.</summary>
    public Task CutBrokerAsync() => CutAsync(
        () =>
        {
            Broker.Refuses = true;
            Broker.Cut();
        },
        () => Broker.Refuses = false,
        () => Task.FromResult(Broker.Refused));

    /// <summary>The attempts of all messages that came back later, one a message, as their ids tell them.</summary>
    public async Task<IReadOnlyList<string>> RetriedAttemptsAsync()
    {
        var ids = await Broker.LookAsync(queue => queue.SentIds.ToList());
        return [.. ids.Select(id => id.Split('.')).Where(parts => parts.Length == 3).Select(parts => parts[1])];
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Vault.DisposeAsync();
        await storageWire.DisposeAsync();
    }

    private static async Task CutAsync(Action cut, Action mend, Func<Task<int>> victims)
    {
        var before = await victims();
        var began = Stopwatch.GetTimestamp();
        cut();
        while (Stopwatch.GetElapsedTime(began) < OutageLength || await victims() == before)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < OutageLimit, "The outage met nobody.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        mend();
    }

    private async Task<int> CopiesAsync() => (await RetriedAttemptsAsync()).Count;
}
