using System.CommandLine;
using System.Globalization;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Commands.Backups;

/// <summary>
/// Copies the data directory into one file. The service that owns the directory makes the copy, or the program itself, started for the
/// command.
/// </summary>
internal static class BackupCommand
{
    private const string Route = "/" + OperatorRoutes.Prefix + "backup";

    /// <summary>The command. It ends with 0 when the file is complete, with 1 when there is none.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file to write. It must not exist yet." };
        var data = DataCommands.DataOption();
        var server = ServiceAccess.ServerOption();
        var command = new Command("backup", "Copies both databases (as they are at one moment) and all keys into one file. Keep the file "
            + "safe: it contains the private keys.") { file, data, server };
        command.SetAction(parsed => CommandRun.RunAsync(async stop =>
        {
            await RunAsync(
                Path.GetFullPath(parsed.GetRequiredValue(file)),
                end => DataCommands.OpenServiceAsync(parsed, parsed.GetValue(data), parsed.GetValue(server), end),
                stop);
            return CommandRun.Done;
        }));
        return command;
    }

    private static async Task RunAsync(string file, Func<CancellationToken, Task<ServiceClient>> open, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
        {
            throw new CommandException($"{file} exists already: name another file, or remove it.");
        }

        var part = $"{file}.part";
        try
        {
            var manifest = await WriteAsync(part, open, cancellationToken);
            File.Move(part, file);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{file} has the data of {manifest.TakenAt:u}: "
                    + $"{string.Join(", ", manifest.Files.Select(stored => $"{stored.Name} ({stored.Bytes} bytes)"))}."));
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Writes the archive and reads it back from the disk.</summary>
    private static async Task<BackupManifest> WriteAsync(
        string part, Func<CancellationToken, Task<ServiceClient>> open, CancellationToken cancellationToken)
    {
        File.Delete(part);
        await using var archive = BackupFiles.Create(part);
        await using (var service = await open(cancellationToken))
        {
            await CommandProgress.RunAsync("MiB", null, async progress =>
            {
                await service.PostAsync(Route, archive, progress, cancellationToken);
                return archive.Length;
            });
        }

        BackupFiles.Sync(archive);
        archive.Position = 0;
        try
        {
            return await CommandProgress.RunAsync(
                "MiB checked", null, progress => BackupArchive.ReadAsync(archive, folder: null, cancellationToken, progress));
        }
        catch (BackupDamagedException damaged)
        {
            throw new CommandException($"The backup is damaged and was deleted. {damaged.Message} Run the command again.", damaged);
        }
    }
}
