using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration.Memory;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Runs the functions on a Kestrel and queue pumps of this process, by the rules of host.json.</summary>
public static class EmbeddedHost
{
    /// <summary>
    /// Handlers read up to 5 MiB and refuse a larger body with their own message. Kestrel continues to read up to this size and drops what
    /// it reads: if it closed the connection while the client still sends, the client would see a broken connection and not the answer.
    /// </summary>
    private const long MaxRequestBodyBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The maximum that a connection can have in memory before the program reads it: twice the size of the largest headers. Kestrel's own
    /// default is 1 MiB.
    /// </summary>
    private const int ReceiveBufferBytes = 64 * 1024;

    /// <summary>First on the command line, so that the last option is still read as an option if its value is missing.</summary>
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>
    /// Longer than common proxies keep an idle connection open (60 seconds), so that they don't send into one that is being closed.
    /// </summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The process must end within ten seconds after the signal to stop.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(8);

    /// <summary>The lowest settings: the environment and the command line override them.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
    };

    /// <summary>Runs until SIGTERM or Ctrl+C. Returns the exit code: 0, or 1 if the start failed.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        WebApplication? application = null;
        try
        {
            application = Build(args);
            await application.StartAsync();
            ServerFile.Write(
                application.Services.GetRequiredService<DataDirectory>().Path,
                application.Services.GetRequiredService<ListenAddresses>().FirstUrl);
            await Console.Out.WriteLineAsync(StartupBanner.Of(application));
        }
        catch (Exception exception) when (StartupFailure.Describe(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            await DisposeAsync(application);
            return 1;
        }

        await application.WaitForShutdownAsync();
        ServerFile.Delete(application.Services.GetRequiredService<DataDirectory>().Path);
        await DisposeAsync(application);
        return 0;
    }

    /// <summary>Builds the host: checks the settings, registers the services, opens the data directory, maps the functions.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes settings and services, for tests and for commands that start their own service.</param>
    /// <exception cref="StartupException">It can't start; the message is for the operator.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = CreateBuilder(args);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        SettingsCheck.Refuse(builder.Configuration, isWorker: false);
        var addresses = ListenAddresses.Read(builder.Configuration);
        var directory = DataDirectory.FullPath(builder.Configuration[DataDirectory.SettingName]);
        ConfigureServer(builder, addresses);
        builder.Services.AddEmbeddedHost(builder.Configuration, directory, addresses);
        configure?.Invoke(builder);
        var application = builder.Build();
        try
        {
            Open(application, InstallationFiles.Of(builder.Configuration, directory), addresses);
            return application;
        }
        catch
        {
            ((IDisposable)application).Dispose();
            throw;
        }
    }

    /// <summary>
    /// The host's builder with the settings that it reads itself. They are read once. Nothing here uses later changes, and a watcher of the
    /// content root would be notified of each write to a database in a folder below it, which took a tenth of the processor's time under
    /// load.
    /// </summary>
    internal static WebApplicationBuilder CreateBuilder(IEnumerable<string> args) => WebApplication.CreateSlimBuilder([NoReload, .. args]);

    /// <summary>
    /// Becomes the owner of the data and opens everything that uses them, after the settings have been validated: a start that fails at the
    /// settings leaves nothing on the disk.
    /// </summary>
    private static void Open(WebApplication application, InstallationFiles? files, ListenAddresses addresses)
    {
        application.Services.GetService<IStartupValidator>()?.Validate();
        RefuseNamesOfOthers(application.Services, addresses);

        // Kestrel reads its certificates when it begins to listen, unless it must read them earlier.
        application.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.ConfigurationLoader?.Load();
        addresses.RequireFree();

        // Created before everything that uses the data, so that it is disposed last: no other process may get the data earlier.
        var data = application.Services.GetRequiredService<DataDirectory>();

        // The file of a program that was killed would send commands, with their key, to another program that listens there now.
        ServerFile.Delete(data.Path);
        files?.Check();
        OpenParts(application.Services);
        files?.Mark();
        HttpFunctions.Map(application);
    }

    /// <summary>
    /// Creates the parts that are otherwise created at first use, so that a damaged file is reported at start and not at the first request;
    /// <see cref="KeyCheck"/> opens the signing keys.
    /// </summary>
    private static void OpenParts(IServiceProvider services)
    {
        services.GetService<IArtifactStore>();
        foreach (var queue in QueueNames.All)
        {
            services.GetKeyedService<IMessageQueue>(queue.Name);
        }
    }

    private static void ConfigureServer(WebApplicationBuilder builder, ListenAddresses addresses)
    {
        // These addresses and no others, whatever a Kestrel section says: the addresses decide whether keys are required.
        builder.WebHost.UseUrls([.. addresses.Addresses]).PreferHostingUrls(true).UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(static server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            server.Limits.MaxRequestBufferSize = ReceiveBufferBytes;
            server.Limits.Http2.InitialStreamWindowSize = ReceiveBufferBytes;
            server.Limits.Http2.InitialConnectionWindowSize = ReceiveBufferBytes;
            server.Limits.KeepAliveTimeout = KeepAlive;
            server.Limits.RequestHeadersTimeout = HeadersTimeout;
        });
        builder.Services.Configure<HostOptions>(static host =>
        {
            host.ShutdownTimeout = ShutdownTimeout;
            host.ServicesStopConcurrently = true;
        });
        builder.Logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
        });

        // It would log with a stack trace what this program logs in its own words.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    /// <summary>
    /// Outside this machine, nobody may get certificates that were issued with sample names, or with a key that can't be found.
    /// </summary>
    private static void RefuseNamesOfOthers(IServiceProvider services, ListenAddresses addresses)
    {
        if (addresses.AreLoopback)
        {
            return;
        }

        var names = services.GetServices<ISampleSettings>().SelectMany(settings => settings.SampleValuesInUse()).Distinct().ToList();
        if (names.Count > 0)
        {
            throw new StartupException("These settings still have sample values, which are for this machine only: "
                + $"{string.Join(", ", names)}. Set them, or listen on a loopback address.");
        }

        PublishedName.Require(services);
    }

    private static async Task DisposeAsync(WebApplication? application)
    {
        if (application is not null)
        {
            await application.DisposeAsync();
        }
    }
}
