using Microsoft.Azure.Functions.Worker.Builder;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>Runs the functions as an isolated worker of the Azure Functions host.</summary>
public static class WorkerHost
{
    /// <summary>Runs until the Functions host ends the worker. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        using var host = builder.Build();
        await host.RunAsync();
        return 0;
    }
}
