using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;
using Spectre.Console;

namespace Divoc.Functions.Commands.Service;

/// <summary>
/// Finds the service that carries out a command: the server that <c>--server</c> names; else the program that owns the data directory, as
/// its <c>server.json</c> says; else the program itself, which then owns the directory while the command runs.
/// </summary>
internal static class ServiceAccess
{
    /// <summary>
    /// The variable with the operator's key. The key is never an argument, because every user of the machine can see arguments.
    /// </summary>
    public const string KeyVariable = "DIVOC_OPERATOR_KEY";

    /// <summary>The option of all commands that can go to a server.</summary>
    public static Option<string?> ServerOption()
    {
        var option = new Option<string?>("--server") { HelpName = "URL", Description = "The server that carries out the command. The "
            + $"operator's key is read from {KeyVariable}, or asked for. Default: the program that uses the data directory." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !IsAddress(text))
            {
                result.AddError("--server must be an https address without a path; http is accepted on this machine only.");
            }
        });
        return option;
    }

    /// <summary>The service for an operator's command.</summary>
    /// <exception cref="CommandException">There is no store, or no key.</exception>
    public static Task<ServiceClient> OpenForOperatorAsync(ParseResult parsed, string? server, CancellationToken cancellationToken)
    {
        return OpenForOperatorAsync(ProgramCommand.SettingsOf(parsed), server, cancellationToken);
    }

    /// <inheritdoc cref="OpenForOperatorAsync(ParseResult, string?, CancellationToken)"/>
    /// <param name="settings">The settings of the command line.</param>
    /// <param name="server">The named server; null for none.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes what was started for it.")]
    public static async Task<ServiceClient> OpenForOperatorAsync(
        IReadOnlyList<string> settings, string? server, CancellationToken cancellationToken)
    {
        var key = Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } given ? given : null;
        if (server is not null)
        {
            return new ServiceClient(new Uri(server), key ?? await AskForKeyAsync(cancellationToken), null);
        }

        var configuration = Read(settings);
        var folder = FolderOf(configuration);
        if (DataDirectory.IsInUse(folder))
        {
            return new ServiceClient(AddressOf(folder), key ?? AccessKeys.Find(folder)?.AdminKey, null);
        }

        RequireStore(configuration, folder);
        var own = await OwnServer.StartAsync(settings, folder, issues: false, cancellationToken);
        return new ServiceClient(own.Address, own.Key, own);
    }

    /// <summary>
    /// The service for commands that anybody may use. If there is no store, a temporary one is used: no folder gets new files.
    /// </summary>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes what was started for it.")]
    public static async Task<ServiceClient> OpenForAnybodyAsync(ParseResult parsed, string? server, CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            return new ServiceClient(new Uri(server), null, null);
        }

        var settings = ProgramCommand.SettingsOf(parsed);
        var configuration = Read(settings);
        var folder = FolderOf(configuration);
        if (DataDirectory.IsInUse(folder))
        {
            return new ServiceClient(AddressOf(folder), null, null);
        }

        var own = await OwnServer.StartAsync(settings, HasStore(configuration, folder) ? folder : null, issues: false, cancellationToken);
        return new ServiceClient(own.Address, null, own);
    }

    /// <summary>The settings as the program reads them at its start.</summary>
    /// <exception cref="StartupException">Some names are not settings.</exception>
    public static IConfigurationRoot Read(IReadOnlyList<string> settings)
    {
        var configuration = (IConfigurationRoot)EmbeddedHost.CreateBuilder(settings).Configuration;
        SettingsCheck.Refuse(configuration, isWorker: false);
        return configuration;
    }

    /// <summary>The data directory of the settings.</summary>
    public static string FolderOf(IConfiguration configuration) => DataDirectory.FullPath(configuration[DataDirectory.SettingName]);

    /// <summary>Refuses a folder without a store: a mistyped one must not look like an empty store.</summary>
    /// <exception cref="CommandException">There is no store.</exception>
    public static void RequireStore(IConfiguration configuration, string folder)
    {
        if (!HasStore(configuration, folder))
        {
            throw new CommandException($"There is no store in {folder}: name the program's data directory in Divoc__DataDirectory, or its "
                + "storage account in Divoc__Storage__AccountUrl.");
        }
    }

    /// <summary>The address of the program that uses a folder.</summary>
    /// <exception cref="CommandException">It gives no address: a command uses the folder, or a program that is just starting.</exception>
    public static Uri AddressOf(string folder)
    {
        return ServerFile.Read(folder) is { } running && Uri.TryCreate(running.Url, UriKind.Absolute, out var address)
            ? address
            : throw new CommandException($"Another process uses the data in {folder} and has not written its address there: wait until it "
                + "has started or ended.");
    }

    private static bool HasStore(IConfiguration configuration, string folder) =>
        BlobStorageOptions.AreSet(configuration) || File.Exists(Path.Combine(folder, SqliteArtifactStore.FileName));

    private static bool IsAddress(string text)
    {
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.PathAndQuery == "/"
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
    }

    private static async Task<string> AskForKeyAsync(CancellationToken cancellationToken)
    {
        return Console.IsInputRedirected
            ? throw new CommandException($"The command needs the key of an operator: put it into the environment variable {KeyVariable}.")
            : await new TextPrompt<string>("Operator's key:").Secret(null).ShowAsync(AnsiConsole.Console, cancellationToken);
    }
}
