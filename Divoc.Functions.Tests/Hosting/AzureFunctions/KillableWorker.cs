namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>The worker under the double of the Functions host; a new worker gets a new host.</summary>
internal sealed class KillableWorker : IKillableProgram
{
    private readonly Dictionary<string, string> settings;
    private volatile FunctionsHostDouble host;

    private KillableWorker(Dictionary<string, string> settings, FunctionsHostDouble host)
    {
        this.settings = settings;
        this.host = host;
    }

    public Uri Address => host.Client.BaseAddress!;

    public static async Task<IKillableProgram> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        // Only a developer's worker may issue under sample names.
        var settings = new Dictionary<string, string>(environment) { ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development" };
        return new KillableWorker(settings, await FunctionsHostDouble.StartAsync(settings));
    }

    public Task KillAsync() => host.Worker.KillAsync();

    public async Task StartAgainAsync()
    {
        await host.DisposeAsync();
        host = await FunctionsHostDouble.StartAsync(settings);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
