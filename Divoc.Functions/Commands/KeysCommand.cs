using System.CommandLine;
using Divoc.Functions.Hosting;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;

namespace Divoc.Functions.Commands;

/// <summary>Records that a signing key is gone for good, so that the program starts and issues with a new one. Reads the same settings as the program, from the environment.</summary>
internal static class KeysCommand
{
    private const int LongestReason = 140;
    private const int Done = 0;
    private const int Failed = 1;

    /// <summary>The command with its own below it. It ends with 0 when it is done, with 1 when it can't be.</summary>
    public static Command Create() => new("keys", "What is done with signing keys.") { CreateRetire() };

    private static Command CreateRetire()
    {
        var kid = new Argument<string>("KID") { Description = "The key's id, as the program names it." };
        var reason = new Option<string>("--reason") { Description = $"Why, in one line of 1 to {LongestReason} characters.", HelpName = "TEXT", Required = true };
        reason.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && (text.Trim().Length is 0 or > LongestReason || text.Any(char.IsControl)))
            {
                result.AddError($"The reason must be one line of 1 to {LongestReason} characters.");
            }
        });
        var command = new Command("retire", "Records that a signing key is gone for good, so that the program starts and issues with a new one.") { kid, reason };
        command.SetAction(parsed => RunAsync(parsed.GetRequiredValue(kid), parsed.GetRequiredValue(reason)));
        return command;
    }

    private static async Task<int> RunAsync(string kid, string reason)
    {
        try
        {
            return await RetireAsync(kid, reason.Trim());
        }
        catch (StoreUnavailableException fault)
        {
            await Console.Error.WriteLineAsync($"The store can't be reached ({fault.Message}): nothing is recorded.");
        }
        catch (Exception fault) when (StartupFailure.Describe(fault) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }

        return Failed;
    }

    private static async Task<int> RetireAsync(string kid, string reason)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        SettingsCheck.Refuse(configuration, isWorker: false);
        using var directory = BlobStorageOptions.AreSet(configuration) ? null : OpenDirectory(configuration);
        await using var services = Services(configuration, directory);
        if (await IsThereAsync(services, kid))
        {
            await Console.Error.WriteLineAsync($"The key {kid} is there and may sign. Only a key that is gone can be retired: take its file away, or its address out of Divoc:KeyVault:Keys.");
            return Failed;
        }

        var keys = services.GetRequiredService<RememberedKeyList>();
        if (await keys.RetireAsync(kid, reason, CancellationToken.None) is { } retired)
        {
            await Console.Out.WriteLineAsync($"The key {kid} is retired since {retired.RetiredAt:u} ({retired.RetiredFor}). What it signed still verifies; the program starts without it.");
            return Done;
        }

        var known = (await keys.ReadAsync(CancellationToken.None)).Select(key => key.Kid).Order(StringComparer.Ordinal).ToList();
        await Console.Error.WriteLineAsync($"No key {kid} has signed here. {(known.Count == 0 ? "None has." : $"Known are: {string.Join(", ", known)}.")}");
        return Failed;
    }

    /// <summary>The store of a data directory, which nobody else uses meanwhile. None is made: a mistyped folder must not look like an empty store.</summary>
    private static DataDirectory OpenDirectory(IConfiguration configuration)
    {
        var folder = FolderOf(configuration);
        return File.Exists(Path.Combine(folder, SqliteArtifactStore.FileName))
            ? DataDirectory.Open(folder)
            : throw new StartupException($"There is no store in {folder}: name the program's data directory in Divoc__DataDirectory, or its account in Divoc__Storage__AccountUrl.");
    }

    private static string FolderOf(IConfiguration configuration) => DataDirectory.FullPath(configuration[DataDirectory.SettingName]);

    /// <summary>Asks without making a key. A vault that can't be asked is no reason against: it may be what was lost.</summary>
    private static async Task<bool> IsThereAsync(IServiceProvider services, string kid)
    {
        if (services.GetService<KeyFilePlace>() is { HasKey: false })
        {
            return false;
        }

        try
        {
            return (await services.GetRequiredService<ISigningKeys>().GetPublishedKeysAsync(CancellationToken.None)).Any(key => key.KeyId == kid);
        }
        catch (SigningKeyUnavailableException)
        {
            return false;
        }
    }

    private static ServiceProvider Services(IConfiguration configuration, DataDirectory? directory)
    {
        var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton(configuration).AddRegistry();
        services.AddSigningKeys(configuration, FolderOf(configuration), forThisMachine: false);
        if (directory is null)
        {
            services.AddBlobArtifactStore(configuration);
        }
        else
        {
            services.AddSqliteArtifactStore(directory.Path);
        }

        return services.BuildServiceProvider();
    }
}
