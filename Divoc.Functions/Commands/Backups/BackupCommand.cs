using System.CommandLine;
using System.Globalization;
using Divoc.Functions.Hosting;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Commands.Backups;

/// <summary>Copies the data directory into one file: by itself where no program uses it, else by asking that program.</summary>
internal static class BackupCommand
{
    /// <summary>The command. It ends with 0 when the file is there and whole, with 1 when there is none.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Where the backup goes; there must be no such file yet." };
        var data = DataCommands.DataOption();
        var server = new Option<string?>("--server")
        {
            Description = $"A running service that makes the backup. Default: the data directory itself or, where a program uses it, {BackupSource.DefaultServer}.",
            HelpName = "URL",
        };
        var command = new Command(
            "backup",
            $"Copies both databases, as they are at one moment, and all keys into one file. Keep it safe: it holds the private keys. A service that asks for keys is sent {BackupSource.KeyVariable}, or the admin key of the data directory.")
        {
            file, data, server,
        };
        command.SetAction(parsed => DataCommands.RunAsync(end => RunAsync(Path.GetFullPath(parsed.GetRequiredValue(file)), parsed.GetValue(data), parsed.GetValue(server), end)));
        return command;
    }

    private static async Task RunAsync(string file, string? data, string? server, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
        {
            throw new CommandFailedException($"{file} is there already: name another file, or remove it.");
        }

        var part = $"{file}.part";
        try
        {
            var manifest = await WriteAsync(part, data, server, cancellationToken);
            File.Move(part, file);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{file} holds the data of {manifest.TakenAt:u}: {string.Join(", ", manifest.Files.Select(stored => $"{stored.Name} ({stored.Bytes} bytes)"))}."));
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Writes the archive and reads it back from the disk.</summary>
    private static async Task<BackupManifest> WriteAsync(string part, string? data, string? server, CancellationToken cancellationToken)
    {
        File.Delete(part);
        await using var archive = BackupFiles.Create(part);
        await CopyAsync(archive, data, server, cancellationToken);
        BackupFiles.Sync(archive);
        archive.Position = 0;
        try
        {
            return await BackupArchive.ReadAsync(archive, folder: null, cancellationToken);
        }
        catch (BackupDamagedException damaged)
        {
            throw new CommandFailedException($"The backup is not whole and was dropped. {damaged.Message}", damaged);
        }
    }

    private static async Task CopyAsync(Stream archive, string? data, string? server, CancellationToken cancellationToken)
    {
        var configuration = DataCommands.Settings();
        var folder = server is null ? DataCommands.FolderOf(data, configuration) : DataDirectory.FullPath(data ?? configuration[DataDirectory.SettingName]);
        if (server is null)
        {
            RequireData(folder);
            using var directory = DataDirectory.TryOpen(folder);
            if (directory is not null)
            {
                await MakeAsync(archive, configuration, folder, cancellationToken);
                return;
            }

            await Console.Out.WriteLineAsync($"A program uses {folder}: asking {BackupSource.DefaultServer} for the backup.");
        }

        await new BackupSource(server, folder).CopyToAsync(archive, cancellationToken);
    }

    /// <summary>None is made: a mistyped folder must not look like an empty store.</summary>
    private static void RequireData(string folder)
    {
        foreach (var name in new[] { SqliteArtifactStore.FileName, SqliteQueueFile.FileName })
        {
            if (!File.Exists(Path.Combine(folder, name)))
            {
                throw new CommandFailedException($"There is no {name} in {folder}: name the data directory with --data.");
            }
        }
    }

    private static async Task MakeAsync(Stream archive, IConfiguration configuration, string folder, CancellationToken cancellationToken)
    {
        await using var services = DataCommands.Open(configuration, folder);
        if (await services.GetRequiredService<BackupMaker>().PrepareAsync(cancellationToken) is not BackupOutcome.Ready ready)
        {
            throw new InvalidOperationException("Nobody else makes a backup of a folder that this process owns.");
        }

        using (ready.Backup)
        {
            await ready.Backup.WriteToAsync(archive, cancellationToken);
        }
    }
}
