using System.CommandLine;
using System.Runtime.InteropServices;
using Divoc.Functions.Hosting;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;

namespace Divoc.Functions.Commands.Backups;

/// <summary>What the commands for backups share: where the data lie, and how the rooms of the service are opened over a folder without a host.</summary>
internal static class DataCommands
{
    /// <summary>The option that names the data directory.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description = $"The data directory. Default: {Variable}, else {DataDirectory.DefaultName} below the working directory.",
        HelpName = "FOLDER",
    };

    private static string Variable => DataDirectory.SettingName.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The settings of the environment, which the service would have too.</summary>
    /// <exception cref="StartupException">They can't be used.</exception>
    public static IConfiguration Settings()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        SettingsCheck.Refuse(configuration, isWorker: false);
        return configuration;
    }

    /// <summary>The full path of the data directory.</summary>
    /// <exception cref="StartupException">The settings put the data elsewhere.</exception>
    public static string FolderOf(string? given, IConfiguration configuration)
    {
        return BlobStorageOptions.AreSet(configuration) || configuration.NamesServiceBus()
            ? throw new StartupException("The settings put the data into Azure's services: use the backups of those, as docs/operations.md says.")
            : DataDirectory.FullPath(given ?? configuration[DataDirectory.SettingName]);
    }

    /// <summary>The rooms of the service over the databases and keys of a folder that this process owns.</summary>
    public static ServiceProvider Open(IConfiguration configuration, string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics().AddSingleton(configuration);
        services.AddDivoc(configuration);
        services.AddSqliteArtifactStore(folder).AddSqliteEventQueues(folder).AddSigningKeys(configuration, folder, forThisMachine: false);
        return services.BuildServiceProvider();
    }

    /// <summary>Runs a command until it ends, or until Ctrl+C or SIGTERM calls it off, and tells in one line what went wrong.</summary>
    /// <returns>0 when it is done, 1 when it is not.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task> command)
    {
        using var end = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, CallOff);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, CallOff);
        try
        {
            await command(end.Token);
            return 0;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Called off; nothing half done is left.");
        }
        catch (CommandFailedException failed)
        {
            await Console.Error.WriteLineAsync(failed.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"A file can't be read or written: {fault.Message}");
        }
        catch (Exception fault) when (StartupFailure.Describe(fault) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }

        return 1;

        void CallOff(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }
}

/// <summary>A command can't do what it was asked for; the message is one line for whoever asked.</summary>
internal sealed class CommandFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
