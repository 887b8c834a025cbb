using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Messaging.Broker;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// The worker under the double of the Functions host, over the double of Service Bus and Azurite, and beside it the embedded host on the
/// same store and key, with a broker of its own so that it takes none of the worker's messages.
/// </summary>
public sealed class WorkerBench(Azurite azurite) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceBusDouble embeddedBroker = new();
    private string storage = "";

    internal ServiceBusDouble Broker { get; } = new();

    /// <summary>The operator of both hosts, whose key their clients send with every call.</summary>
    internal const string OperatorKey = "key-of-the-operator-on-duty";

    /// <summary>The wire to the store.</summary>
    internal TcpRelay Store { get; private set; } = null!;

    internal FunctionsHostDouble Host { get; private set; } = null!;

    internal TestHost Embedded { get; private set; } = null!;

    internal PartnerSystem Partner => new(Host.Client);

    /// <summary>
    /// The settings of the worker. A test waits until it gives up a call over a frozen connection to the broker. For the store it waits
    /// longer than any test, so that a call that waits for a frozen store ends by being cancelled or not at all.
    /// </summary>
    internal Dictionary<string, string> Settings => new()
    {
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        ["ServiceBus"] = Broker.ConnectionString,
        ["Divoc__Queue__ServiceBus__TryTimeout"] = "00:00:10",
        ["Divoc__Queue__ServiceBus__CallTimeout"] = "00:00:30",
        ["Divoc__Storage__ConnectionString"] = storage,
        ["Divoc__Storage__MaxRetries"] = "0",
        ["Divoc__Storage__NetworkTimeout"] = "00:05:00",
        ["Divoc__Storage__CallTimeout"] = "00:10:00",
        ["Divoc__DataDirectory"] = folder.Path,
        ["Divoc__Operators__duty__KeySha256"] = PartnerKeys.HashOf(OperatorKey),
    };

    public async ValueTask InitializeAsync()
    {
        (Store, storage) = TcpRelay.ToStorage(await azurite.TakeAccountAsync());
        Host = await FunctionsHostDouble.StartAsync(Settings);
        Embedded = await TestHost.StartAsync(null, EmbeddedArguments());
        Host.Client.DefaultRequestHeaders.Add("x-functions-key", OperatorKey);
        Embedded.Client.DefaultRequestHeaders.Add("x-functions-key", OperatorKey);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Embedded.DisposeAsync();
        await Broker.DisposeAsync();
        await embeddedBroker.DisposeAsync();
        await Store.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Starts another worker in the place of one that has ended.</summary>
    internal async Task StartAgainAsync()
    {
        await Host.DisposeAsync();
        Host = await FunctionsHostDouble.StartAsync(Settings);
        Host.Client.DefaultRequestHeaders.Add("x-functions-key", OperatorKey);
    }

    /// <summary>A document of the registry, behind the program's back.</summary>
    internal BlobClient Document(string name) => new BlobServiceClient(storage).GetBlobContainerClient("registry").GetBlobClient(name);

    /// <summary>Posts an event while no message is taken from the queue; returns the answer. The listener must be started again.</summary>
    internal async Task<JsonObject> CertifyHeldBackAsync(params JsonNode[] events)
    {
        await Host.Listener.StopAsync();

        // As callers do: on a machine that is busy with all else the store can be out of reach for longer than a call waits.
        return await Partner.CertifyUntilTakenAsync("/divoc/api/v1/certify", new JsonArray(events), Guid.NewGuid().ToString("N"));
    }

    private string[] EmbeddedArguments() =>
    [
        .. Settings.Where(setting => setting.Key.StartsWith("Divoc", StringComparison.Ordinal))
            .SelectMany(setting => new[] { $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}", setting.Value }),
        "--Divoc:PublicBaseUrl",
        PublicAddressOptions.SampleBaseUrl,
        "--ServiceBus",
        embeddedBroker.ConnectionString,
    ];
}
