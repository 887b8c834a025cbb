using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>The store as the program registers it, over a wire that a test can meddle with.</summary>
internal sealed class BlobBench : IAsyncDisposable
{
    /// <summary>A call has the time that a busy machine takes, unless a test says otherwise.</summary>
    private static readonly IReadOnlyList<(string Name, string Value)> TimeLimit =
        [(nameof(BlobStorageOptions.NetworkTimeout), "00:05:00"), (nameof(BlobStorageOptions.CallTimeout), "00:10:00")];

    private readonly ServiceProvider provider;

    private BlobBench(ServiceProvider provider, Wire wire, LogLines log)
    {
        this.provider = provider;
        Wire = wire;
        Log = log;
    }

    public Wire Wire { get; }

    public LogLines Log { get; }

    public IArtifactStore Store => provider.GetRequiredService<IArtifactStore>();

    public BlobServiceClient Account => provider.GetRequiredService<BlobServiceClient>();

    /// <summary>Puts it together; nothing is started.</summary>
    public static BlobBench Make(string connectionString, params IReadOnlyList<(string Name, string Value)> settings) =>
        MakeOver(null, [(nameof(BlobStorageOptions.ConnectionString), connectionString), .. settings]);

    /// <summary>Puts it together over an identity.</summary>
    public static BlobBench MakeOver(TokenCredential? credential, IReadOnlyList<(string Name, string Value)> settings)
    {
        var wire = new Wire();
        var log = new LogLines();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(InSection(TimeLimit))
            .AddInMemoryCollection(InSection(settings))
            .Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log));
        if (credential is not null)
        {
            services.AddSingleton(credential);
        }

        services.AddBlobArtifactStore(configuration);
        services.AddSingleton(provider => BlobAccount.Open(
            provider.GetRequiredService<IOptions<BlobStorageOptions>>().Value,
            provider.GetRequiredService<TokenCredential>,
            client => client.Transport = new HttpClientTransport(new HttpClient(wire))));
        return new BlobBench(services.BuildServiceProvider(), wire, log);
    }

    /// <summary>Puts it together and starts it.</summary>
    public static async Task<BlobBench> StartAsync(string connectionString, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var bench = Make(connectionString, settings);
        await bench.StartAsync();
        return bench;
    }

    /// <summary>What the host does before it serves.</summary>
    public async Task StartAsync()
    {
        foreach (var service in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> InSection(IReadOnlyList<(string Name, string Value)> settings) =>
        settings.Select(setting => new KeyValuePair<string, string?>($"{BlobStorageOptions.SectionName}:{setting.Name}", setting.Value));

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        Wire.Dispose();
        Log.Dispose();
    }
}
