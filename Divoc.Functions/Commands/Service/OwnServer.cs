using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Access;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;

namespace Divoc.Functions.Commands.Service;

/// <summary>
/// The program, started for one command on a free port of this machine, as the owner of a data directory: so each command does the same
/// whether a server runs or not. Unless the command issues, it takes no messages, runs no timers and does not look for missing keys,
/// because the command may be there to report a key as lost.
/// </summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private const int KeyBytes = 32;
    private static readonly string ProgramNamespace = typeof(OwnServer).Namespace!.Split('.')[0] + ".";

    private readonly WebApplication application;
    private readonly DirectoryInfo? temporary;

    private OwnServer(WebApplication application, DirectoryInfo? temporary)
    {
        this.application = application;
        this.temporary = temporary;
    }

    /// <summary>The address where it listens.</summary>
    public Uri Address => new(application.Urls.First());

    /// <summary>The data directory.</summary>
    public string Folder => application.Services.GetRequiredService<DataDirectory>().Path;

    /// <summary>The key of the operator of this command, which nobody else knows.</summary>
    public required string Key { get; init; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">The settings of the command line.</param>
    /// <param name="folder">The data directory; null for a temporary one that is deleted when the command ends.</param>
    /// <param name="issues">Whether it takes messages and runs timers.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="StartupException">It can't start.</exception>
    public static async Task<OwnServer> StartAsync(
        IReadOnlyList<string> settings, string? folder, bool issues, CancellationToken cancellationToken)
    {
        var temporary = folder is null ? Directory.CreateTempSubdirectory("certificates-") : null;
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        string[] own =
        [
            "--urls=http://127.0.0.1:0",
            $"--{HttpOptions.SectionName}:{nameof(HttpOptions.HealthUrl)}=",
            $"--{MetricsOptions.SectionName}:{nameof(MetricsOptions.Prometheus)}=false",
            $"--{DataDirectory.SettingName}={folder ?? temporary!.FullName}",
        ];
        WebApplication? application = null;
        try
        {
            application = EmbeddedHost.Build([.. settings, .. own], builder => Configure(builder, key, issues));
            await application.StartAsync(cancellationToken);
            return new OwnServer(application, temporary) { Key = key };
        }
        catch
        {
            await (application?.DisposeAsync() ?? ValueTask.CompletedTask);
            temporary?.Delete(recursive: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(CancellationToken.None);
        await application.DisposeAsync();
        temporary?.Delete(recursive: true);
    }

    private static void Configure(WebApplicationBuilder builder, string key, bool issues)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILocalOperator>(new OperatorOfCommand(key));

        // The command itself reports when it ends.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        foreach (var service in builder.Services.Where(service => !issues && IsOfProgram(service)).ToList())
        {
            builder.Services.Remove(service);
        }
    }

    private static bool IsOfProgram(ServiceDescriptor service)
    {
        return service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.FullName?.StartsWith(ProgramNamespace, StringComparison.Ordinal) == true;
    }

    /// <summary>Knows the key of one command.</summary>
    private sealed class OperatorOfCommand(string key) : ILocalOperator
    {
        private readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));

        public bool Knows(string? key, bool hasOthers) =>
            key is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), expected);
    }

    /// <summary>Lives as long as the command.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
