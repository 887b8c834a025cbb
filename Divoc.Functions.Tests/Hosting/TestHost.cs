using System.Security.Cryptography;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Keys;
using Divoc.Functions.Operations;
using Divoc.Functions.Tests.Keys.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// The embedded host in this process, composed as the program composes it, on a free port and a data directory of its own. Its timers do
/// not run: what a test sees must not depend on the time of day.
/// </summary>
internal sealed class TestHost : IHostUnderTest
{
    /// <summary>Calls of the services that it uses have the time that a busy machine takes, unless a test says otherwise.</summary>
    private static readonly string[] TimeLimit =
    [
        "--Divoc:Storage:NetworkTimeout", "00:05:00", "--Divoc:Storage:CallTimeout", "00:10:00",
        "--Divoc:Queue:ServiceBus:TryTimeout", "00:00:20", "--Divoc:Queue:ServiceBus:CallTimeout", "00:05:00",
    ];

    private readonly TemporaryFolder folder;
    private readonly RSA key;
    private readonly WebApplication application;

    private TestHost(TemporaryFolder folder, RSA key, WebApplication application)
    {
        this.folder = folder;
        this.key = key;
        this.application = application;
        BaseAddress = new Uri(application.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Client = new HttpClient { BaseAddress = BaseAddress, Timeout = Eventually.Limit };
    }

    public Uri BaseAddress { get; }

    /// <summary>All addresses that it listens on; the one for the health is the last.</summary>
    public IReadOnlyList<Uri> Addresses => [.. application.Urls.Select(url => new Uri(url))];

    public HttpClient Client { get; }

    public IServiceProvider Services => application.Services;

    public string DataDirectory => folder.Path;

    /// <summary>Starts a host that serves the functions of the given classes instead of the program's.</summary>
    public static Task<TestHost> StartWithAsync(
        IReadOnlyList<Type> functions, Action<WebApplicationBuilder>? configure = null, params string[] args)
    {
        return StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(FunctionCatalog.Of(functions));
                configure?.Invoke(builder);
            },
            args);
    }

    /// <summary>Starts a host.</summary>
    public static async Task<TestHost> StartAsync(Action<WebApplicationBuilder>? configure = null, params string[] args)
    {
        var folder = new TemporaryFolder();
        var key = LentRsaKeys.Borrow();
        try
        {
            PutKey(key, folder, args);
            return new TestHost(folder, key, await StartInAsync(folder, configure, args));
        }
        catch
        {
            LentRsaKeys.GiveBack(key);
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Tells the host to stop, as SIGTERM does, and waits until it has.</summary>
    public Task StopAsync() => application.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await application.DisposeAsync();
        LentRsaKeys.GiveBack(key);
        folder.Dispose();
    }

    /// <summary>
    /// Puts a key where the host would make one, in the same form. How it makes one is the subject of tests of the program as a process.
    /// </summary>
    private static void PutKey(RSA key, TemporaryFolder folder, string[] args)
    {
        if (Array.Exists(args, arg => arg.StartsWith("--Divoc:KeyVault:", StringComparison.Ordinal)))
        {
            return;
        }

        var file = folder.PathOf("signing-key.pem");
        File.WriteAllText(file, $"{KeyFile.MadeHere}{Environment.NewLine}{key.ExportPkcs8PrivateKeyPem()}{Environment.NewLine}");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static async Task<WebApplication> StartInAsync(TemporaryFolder folder, Action<WebApplicationBuilder>? configure, string[] args)
    {
        var application = EmbeddedHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Divoc:DataDirectory", folder.Path, .. TimeLimit, .. args], builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(TimerService)));
                builder.Services.Remove(builder.Services.Single(
                    service => service.ServiceType == typeof(IHostedService)
                        && service.ImplementationFactory is Func<IServiceProvider, ActivityRecorder>));
                configure?.Invoke(builder);
            });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }
}
