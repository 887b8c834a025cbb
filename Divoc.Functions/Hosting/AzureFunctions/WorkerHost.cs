using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Domain;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>Runs the functions as an isolated worker of the Azure Functions host, over Service Bus and Blob storage.</summary>
public static class WorkerHost
{
    /// <summary>Runs until the Functions host stops the worker. Returns the exit code: 0, or 1 if the start failed.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        IHost? host = null;
        try
        {
            host = Build(args);
            await host.StartAsync();
        }
        catch (Exception exception) when (StartupFailure.Describe(exception) is { } line)
        {
            await Console.Error.WriteLineAsync($"Not started: {line}");
            host?.Dispose();
            return 1;
        }

        using (host)
        {
            await host.WaitForShutdownAsync();
        }

        return 0;
    }

    /// <summary>The worker with the functions of this program, their services and its middleware.</summary>
    /// <exception cref="StartupException">Settings are missing, or still have sample values where they may not.</exception>
    internal static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        SettingsCheck.Refuse(builder.Configuration, isWorker: true);
        WorkerSettings.Check(builder.Configuration);
        Rehearse(builder.Configuration);
        builder.ConfigureFunctionsWebApplication();

        // After the ASP.NET Core integration, so that they are closer to the function and get its result and exception first.
        builder.UseMiddleware<HttpAnswerMiddleware>();
        builder.UseWhen<DeliveryMiddleware>(DeliveryMiddleware.IsTriggeredByMessage);
        builder.Services.AddWorker(builder.Configuration);

        // It would log with a stack trace what this program logs in its own words.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        var host = builder.Build();
        host.Services.GetService<IStartupValidator>()?.Validate();
        WorkerSettings.RefuseSampleValues(builder.Configuration, host.Services.GetServices<ISampleSettings>());
        if (!WorkerSettings.IsDevelopment(builder.Configuration))
        {
            PublishedName.Require(host.Services);
        }

        if (!KeyVaultOptions.AreSet(builder.Configuration))
        {
            DataDirectory.Provide(builder.Configuration[DataDirectory.SettingName]);
        }

        // Opened now, so that a damaged key is reported at start and not at the first event.
        host.Services.GetRequiredService<ISigningKeys>();
        return host;
    }

    /// <summary>
    /// The ASP.NET Core integration chooses a free port and opens it only when the host starts. So the slow first certificate of a process
    /// is made before that; otherwise another program could take the port. <see cref="IssuingCheck"/> reports an error, after the settings
    /// have been validated.
    /// </summary>
    [SuppressMessage(
        "Design", "CA1031:Do not catch general exception types", Justification = "The same is done again at start, and told there.")]
    private static void Rehearse(ConfigurationManager configuration)
    {
        try
        {
            using var services = new ServiceCollection()
                .AddLogging()
                .AddMetrics()
                .AddSingleton<IConfiguration>(configuration)
                .AddDivoc(configuration)
                .BuildServiceProvider();
            services.GetRequiredService<IssuingRehearsal>().RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // Reported at start.
        }
    }

    /// <summary>The services of a worker, besides those of the Functions host.</summary>
    internal static IServiceCollection AddWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<KestrelServerOptions>(static server => server.AddServerHeader = false);
        services.AddBlobArtifactStore(configuration);
        services.AddServiceBusMessageQueues(configuration);
        services.AddServiceBusFailuresQueues();
        AddSigningKeys(services, configuration);
        services.AddDivoc(configuration);
        services.AddSingleton(static provider => new KeyRefusals(new CountedAddresses([]), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<KeyWatch>();
        services.AddWorkerTelemetry(configuration);
        return services;
    }

    /// <summary>A worker stores nothing on its disk, except for a developer without a vault.</summary>
    private static void AddSigningKeys(IServiceCollection services, IConfiguration configuration)
    {
        if (KeyVaultOptions.AreSet(configuration))
        {
            services.AddKeyVaultSigningKeys(configuration);
        }
        else
        {
            services.AddKeyFileSigningKeys(
                DataDirectory.FullPath(configuration[DataDirectory.SettingName]), PublicAddressOptions.IsOfThisMachine(configuration));
        }
    }
}
