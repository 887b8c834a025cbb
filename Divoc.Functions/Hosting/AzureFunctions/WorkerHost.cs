using Microsoft.Azure.Functions.Worker.Builder;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>Runs the functions as an isolated worker of the Azure Functions host.</summary>
public static class WorkerHost
{
    /// <summary>The connection that the queue's trigger names; a namespace with an identity has its settings below it.</summary>
    private const string ServiceBusSetting = "ServiceBus";

    /// <summary>
    /// Runs until the Functions host ends the worker. Returns the exit code. For now it is always 1, with one line that says why: without a delivery of
    /// its own (retry later, set aside) an event that fails here would be lost to its caller, and that is not written yet.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        await Console.Error.WriteLineAsync(Refusal(CreateBuilder(args).Configuration));
        return 1;
    }

    /// <summary>The worker with the functions of this program, their services and the middleware that answers their exceptions.</summary>
    internal static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();

        // After the ASP.NET Core integration, so that it stands nearer to the function and sees its exception first.
        builder.UseMiddleware<UnhandledProblemMiddleware>();
        builder.Services.AddDivoc(builder.Configuration);
        return builder;
    }

    private static string Refusal(ConfigurationManager configuration)
    {
        const string missing = "this version can't run as a worker of the Azure Functions host yet, since it can not settle the messages of its queue there. Start it by itself (dotnet run --project Divoc.Functions).";
        return configuration.GetSection(ServiceBusSetting).Exists()
            ? $"Not started: {missing}"
            : $"Not started: the setting {ServiceBusSetting} (connection string, or {ServiceBusSetting}__fullyQualifiedNamespace) is missing; besides, {missing}";
    }
}
