using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Keys.Vault;
using Divoc.Functions.Tests.Messaging.Broker;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>Service Bus, Blob storage and a key vault with a limit, as doubles in this process.</summary>
internal sealed class AzureDoubles : IAsyncDisposable
{
    private readonly ServiceBusDouble broker = new();
    private readonly KeyVaultDouble vault;
    private readonly BlobStorageDouble storage;
    private readonly VaultDoubleKey[] keys;
    private readonly int limit;

    private AzureDoubles(KeyVaultDouble vault, BlobStorageDouble storage, int limit)
    {
        this.vault = vault;
        this.storage = storage;
        this.limit = limit;

        // The key that only stands in the published set comes first there, so that nobody takes the first one for the signing one.
        keys = [vault.AddKey("signing-p256", VaultDoubleKind.P256), vault.AddKey()];
    }

    /// <summary>The settings of a program that uses them and knows the limit.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(vault.Environment(keys))
    {
        ["Divoc__KeyVault__SignaturesPerSecond"] = $"{limit}",
        ["Divoc__Storage__ConnectionString"] = storage.ConnectionString,
        ["ServiceBus"] = broker.ConnectionString,
    };

    /// <summary>Calls that the vault refused for their rate so far.</summary>
    public int Throttled => vault.Throttled;

    /// <summary>Writes so far, by the first part of their names; of the registry also by the second.</summary>
    public ILookup<string, string> Puts => storage.Puts.ToLookup(
        name => name.StartsWith("registry/", StringComparison.Ordinal) ? string.Join('/', name.Split('/')[..2]) : name.Split('/')[0]);

    /// <summary>Whether no call to the storage account is answered; those under way are cut off too, after they had their effect.</summary>
    public bool StoreIsDown
    {
        get => storage.IsDown;
        set => storage.IsDown = value;
    }

    /// <summary>Whether the broker takes no connection; when that begins, all that there are end.</summary>
    public bool QueueIsDown
    {
        get => broker.Refuses;
        set
        {
            broker.Refuses = value;
            if (value)
            {
                broker.Cut();
            }
        }
    }

    /// <summary>How many messages wait in all queues, or are being worked on.</summary>
    public Task<int> CountQueuedAsync() => broker.Loop.AskAsync(() => QueueNames.All.Sum(queue => broker.Find(queue.Name)!.Messages.Count));

    /// <summary>Starts them.</summary>
    /// <param name="signaturesPerSecond">What the vault signs in a second, counted as Azure does: in windows of ten.</param>
    /// <param name="keepsBlobsOnDisk">Whether what blobs hold is kept in a file, for a run so long that it would fill the memory.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They are disposed together.")]
    public static async Task<AzureDoubles> StartAsync(int signaturesPerSecond, bool keepsBlobsOnDisk = false)
    {
        var window = new VaultDoubleOptions().Window;
        var vault = await KeyVaultDouble.StartAsync(
            new VaultDoubleOptions { Limit = signaturesPerSecond * window.TotalSeconds, Window = window });
        return new AzureDoubles(vault, await BlobStorageDouble.StartAsync(keepsBlobsOnDisk), signaturesPerSecond);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await broker.DisposeAsync();
        await vault.DisposeAsync();
        await storage.DisposeAsync();
    }
}
