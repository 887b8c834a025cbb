using System.Diagnostics.CodeAnalysis;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>A running service with the partners that it knows, their webhooks and a client to call it.</summary>
internal sealed class ServiceUnderLoad : IAsyncDisposable
{
    /// <summary>Half of the connections that the service lets one address have.</summary>
    private const int MostConnections = 128;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes its handler.")]
    private ServiceUnderLoad(ServerProcess server, Partners partners, WebhookReceiver? webhooks, ServiceOptions options)
    {
        Server = server;
        Partners = partners;
        Webhooks = webhooks;
        Options = options;
        Client = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = MostConnections,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        {
            BaseAddress = server.Address,
        };
    }

    /// <summary>The program.</summary>
    public ServerProcess Server { get; }

    /// <summary>Who calls it.</summary>
    public Partners Partners { get; }

    /// <summary>Where it tells of what it has issued; null where it tells nobody.</summary>
    public WebhookReceiver? Webhooks { get; }

    /// <summary>How it was started, with all settings.</summary>
    public ServiceOptions Options { get; }

    /// <summary>Calls it.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts the service.</summary>
    /// <param name="options">How; the settings of partners and webhooks are added.</param>
    /// <param name="partners">Who calls it.</param>
    /// <param name="announces">
    /// Whether each partner has a webhook: by default nobody subscribes to what is issued, and then nothing is announced of it.
    /// </param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They are disposed together.")]
    public static async Task<ServiceUnderLoad> StartAsync(ServiceOptions options, Partners partners, bool announces)
    {
        var webhooks = announces ? await WebhookReceiver.StartAsync() : null;
        var settings = new Dictionary<string, string>(options.Settings);
        foreach (var (name, value) in partners.Settings(webhooks?.Address))
        {
            settings[name] = value;
        }

        var all = options with { Settings = settings };
        return new ServiceUnderLoad(await ServerProcess.StartAsync(all), partners, webhooks, all);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        if (Webhooks is not null)
        {
            await Webhooks.DisposeAsync();
        }
    }
}
