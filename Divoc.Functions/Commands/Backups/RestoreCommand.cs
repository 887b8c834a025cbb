using System.CommandLine;
using System.Globalization;
using Divoc.Functions.Access;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Registry;
using Divoc.Functions.Sqlite;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Commands.Backups;

/// <summary>
/// Restores a backup into a data directory that no program uses. Everything is prepared and checked beside the data. Only then are the
/// former data moved away and replaced by the restored ones.
/// </summary>
internal static class RestoreCommand
{
    /// <summary>The command. It ends with 0 when the backup is in place, with 1 when nothing was changed.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A file that the command backup made." };
        var data = DataCommands.DataOption();
        var replaces = new Option<bool>("--replace") { Description = "Moves what the data directory holds into a folder in it, whose name begins with replaced-, and does again what was erased since the backup." };
        var command = new Command("restore", "Puts a backup into a data directory that is empty, and that no program uses; says what may be lost.") { file, data, replaces };
        command.SetAction(parsed => CommandRun.RunAsync(async stop =>
        {
            await RunAsync(Path.GetFullPath(parsed.GetRequiredValue(file)), DataCommands.Settings(parsed, parsed.GetValue(data)), parsed.GetValue(replaces), stop);
            return CommandRun.Done;
        }));
        return command;
    }

    private static async Task RunAsync(string file, IConfiguration configuration, bool replaces, CancellationToken cancellationToken)
    {
        var folder = ServiceAccess.FolderOf(configuration);
        await using var archive = File.OpenRead(file);
        using var directory = DataDirectory.Open(folder);
        ServerFile.Delete(folder);
        var place = new RestoredPlace(folder);
        place.EndEarlier();
        if (place.HasData && !replaces)
        {
            throw new CommandException($"{folder} holds data already: name an empty folder with --data, or have them moved aside with --replace.");
        }

        try
        {
            BackupFiles.MakeEmpty(place.Work);
            var manifest = await ExtractAsync(archive, file, place.Work, cancellationToken);
            await PrepareAsync(configuration, place, cancellationToken);
            var aside = place.Commit();
            await SayAsync($"{folder} holds the data of {manifest.TakenAt:u} now{(aside is null ? "" : $"; what was there before lies in {aside}, personal data and keys included: delete it when it is not needed any more")}.");
            await SayAsync($"What happened after {manifest.TakenAt:u} is not in them. Partners send again what has no answer from their statusUrl, with the same Idempotency-Key.");
        }
        finally
        {
            BackupFiles.Remove(place.Work);
        }
    }

    private static async Task<BackupManifest> ExtractAsync(Stream archive, string file, string work, CancellationToken cancellationToken)
    {
        await SayAsync($"Reading {file} ...");
        try
        {
            var manifest = await CommandProgress.RunAsync("MiB", null, told => BackupArchive.ReadAsync(archive, work, cancellationToken, told));
            foreach (var database in manifest.Files.Select(stored => stored.Name).Where(name => name is SqliteArtifactStore.FileName or SqliteQueueFile.FileName))
            {
                if (SqliteIntegrity.ProblemOf(Path.Combine(work, database)) is { } problem)
                {
                    throw new BackupDamagedException($"{database} is damaged: {problem}.");
                }
            }

            return manifest;
        }
        catch (BackupDamagedException damaged)
        {
            throw new CommandException($"{file} can't be restored. {damaged.Message}", damaged);
        }
    }

    /// <summary>Writes the order into the restored store and carries it out there.</summary>
    private static async Task PrepareAsync(IConfiguration configuration, RestoredPlace place, CancellationToken cancellationToken)
    {
        await using var services = DataCommands.Open(configuration, place.Work);
        await using var former = await OpenFormerAsync(configuration, place);
        try
        {
            await services.GetRequiredService<AuditTrail>().RecordAsync(
                OperatorDirectory.Local, OperatorOrder.Restore, null, () => PrepareAsync(services, former, cancellationToken), done => done);
        }
        catch (ErasureNotRepeatedException impossible)
        {
            throw new CommandException($"Nothing is restored. {impossible.Message}", impossible);
        }
    }

    /// <summary>Compares the restored data with the former ones, writes their status again, and repeats the erasures.</summary>
    /// <returns>How much was done.</returns>
    private static async Task<Dictionary<string, int>> PrepareAsync(IServiceProvider services, IServiceProvider? former, CancellationToken cancellationToken)
    {
        var restored = services.GetRequiredService<RestoredStore>();
        if (former is not null)
        {
            await SayAsync("Comparing with the data that are there ...");
            await TellAsync(await CommandProgress.RunAsync(
                "Ledgers", null, told => LostSince.FindAsync(former.GetRequiredService<StoreReader>(), restored.Reader, told, cancellationToken)));
        }

        var (ledgers, statuses) = await RebuildStatusAsync(services.GetRequiredService<StatusRebuilder>(), cancellationToken);
        var again = new ErasedAgain(0, 0);
        if (former is not null)
        {
            again = await new LateErasures(former.GetRequiredService<StoreReader>(), restored).ApplyAsync(cancellationToken);
            await SayAsync(string.Create(CultureInfo.InvariantCulture, $"Erased again after the backup: {again.Erased} certificates and {again.Discarded} events."));
        }

        return new() { ["ledgers"] = ledgers, ["statuses"] = statuses, ["erased"] = again.Erased, ["discarded"] = again.Discarded };
    }

    /// <summary>The former store; null if there is none, or it can't be read.</summary>
    private static async Task<ServiceProvider?> OpenFormerAsync(IConfiguration configuration, RestoredPlace place)
    {
        if (place.FormerStore is not { } folder)
        {
            await SayAsync("There is no store from before to compare with: what was accepted, changed or erased after the backup is not known here. Erase again what was erased since.");
            return null;
        }

        var services = DataCommands.Open(configuration, folder);
        try
        {
            services.GetRequiredService<IArtifactStore>();
            return services;
        }
        catch (StoreUnavailableException damaged)
        {
            await services.DisposeAsync();
            await SayAsync($"The store that is there can't be read ({damaged.Message}): what was accepted, changed or erased after the backup is not known here. Erase again what was erased since.");
            return null;
        }
    }

    private static async Task TellAsync(LostSince lost)
    {
        foreach (var requests in lost.Requests)
        {
            await SayAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Lost: {requests.Requests} requests with {requests.Events} events of {requests.Owner ?? "callers that are no partner"}, accepted from {requests.First:u} to {requests.Last:u}."));
        }

        await SayAsync(string.Create(
            CultureInfo.InvariantCulture, $"Lost: {lost.Certificates} certificates; of {lost.Persons} persons something changed after the backup (issued, corrected, suspended, revoked or erased)."));
    }

    private static async Task<(int Ledgers, int Statuses)> RebuildStatusAsync(StatusRebuilder rebuilder, CancellationToken cancellationToken)
    {
        var done = await CommandProgress.RunAsync("Ledgers", null, async told =>
        {
            int ledgers = 0, statuses = 0;
            string? cursor = null;
            do
            {
                var slice = await rebuilder.RebuildAsync(cursor, cancellationToken);
                (ledgers, statuses, cursor) = (ledgers + slice.Ledgers, statuses + slice.Statuses, slice.Cursor);
                told(ledgers);
            }
            while (cursor is not null);

            return (Ledgers: ledgers, Statuses: statuses);
        });
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"What is not valid is registered anew: {done.Statuses} entries, from {done.Ledgers} ledgers."));
        return done;
    }

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(line);
}
