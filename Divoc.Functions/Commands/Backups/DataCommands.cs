using System.CommandLine;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Hosting;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;

namespace Divoc.Functions.Commands.Backups;

/// <summary>
/// What the commands for backups share: where the data are, and how the services are created for a folder without a host.
/// </summary>
internal static class DataCommands
{
    private const string Elsewhere = "The settings store the data in Azure's services: use the backups of those services, as "
        + "docs/operations.md says.";

    /// <summary>The option that names the data directory.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description = $"The data directory. Default: {Variable}, or {DataDirectory.DefaultName} in the working directory.",
        HelpName = "FOLDER",
    };

    private static string Variable => DataDirectory.SettingName.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The settings of the program, with the data directory that the command names.</summary>
    /// <exception cref="StartupException">They can't be used, or name another place for the data.</exception>
    public static IConfiguration Settings(ParseResult parsed, string? data)
    {
        var configuration = ServiceAccess.Read(SettingsOf(parsed, data));
        return BlobStorageOptions.AreSet(configuration) || configuration.NamesServiceBus()
            ? throw new StartupException(Elsewhere)
            : configuration;
    }

    /// <summary>
    /// The service that has the data: the named server, the program that uses the data directory, or one that is started for the command.
    /// </summary>
    public static Task<ServiceClient> OpenServiceAsync(
        ParseResult parsed, string? data, string? server, CancellationToken cancellationToken)
    {
        _ = server is null ? Settings(parsed, data) : null;
        return ServiceAccess.OpenForOperatorAsync(SettingsOf(parsed, data), server, cancellationToken);
    }

    /// <summary>The services over the databases and keys of a folder that this process owns.</summary>
    public static ServiceProvider Open(IConfiguration configuration, string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics().AddSingleton(configuration);
        services.AddDivoc(configuration);
        services.AddSqliteArtifactStore(folder).AddSqliteMessageQueues(folder).AddSigningKeys(configuration, folder, forThisMachine: false);
        return services.BuildServiceProvider();
    }

    private static IReadOnlyList<string> SettingsOf(ParseResult parsed, string? data)
    {
        var settings = ProgramCommand.SettingsOf(parsed);
        return data is null ? settings : [.. settings, $"--{DataDirectory.SettingName}={data}"];
    }
}
