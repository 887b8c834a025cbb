using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Tests.Hosting.AzureFunctions;
using Divoc.Functions.Tests.Keys.Vault;
using Divoc.Functions.Tests.Messaging.Broker;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// What Azure is to the program, each part of it to be cut off: the doubles of Service Bus and Key Vault, and Azurite behind a wire.
/// </summary>
internal sealed class AzureSurroundings : IAsyncDisposable
{
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

    /// <summary>The vault is cut off until an event has met that.</summary>
    public Outage OutageOfVault() => new(() => Vault.IsDown = true, () => Vault.IsDown = false, CopiesAsync);

    /// <summary>The storage account is cut off until an event has met that.</summary>
    public Outage OutageOfStorage() => new(storageWire.Cut, storageWire.Mend, CopiesAsync);

    /// <summary>The broker is cut off until somebody has tried to connect again.</summary>
    public Outage OutageOfBroker() => new(
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

    private async Task<int> CopiesAsync() => (await RetriedAttemptsAsync()).Count;
}
