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
        var replaces = new Option<bool>("--replace") { Description = "Accepts a data directory with data: moves the data into a folder in "
            + "it (replaced-...), and repeats the erasures and discards made since the backup." };
        var command = new Command("restore", "Restores a backup into an empty data directory that no program uses, and says what "
            + "may be lost.") { file, data, replaces };
        command.SetAction(parsed => CommandRun.RunAsync(async stop =>
        {
            await RunAsync(
                Path.GetFullPath(parsed.GetRequiredValue(file)),
                DataCommands.Settings(parsed, parsed.GetValue(data)),
                parsed.GetValue(replaces),
                stop);
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
            throw new CommandException($"{folder} has data already: name an empty folder with --data, or move the data aside "
                + "with --replace.");
        }

        try
        {
            BackupFiles.MakeEmpty(place.Work);
            var manifest = await ExtractAsync(archive, file, place.Work, cancellationToken);
            await PrepareAsync(configuration, place, cancellationToken);
            var aside = place.Commit();
            var before = aside is null
                ? ""
                : $"; the former data are in {aside}, personal data and keys included: delete that folder when you no longer need it";
            await SayAsync($"{folder} now has the data of {manifest.TakenAt:u}{before}.");
            await SayAsync($"Nothing that happened after {manifest.TakenAt:u} is in them. If the statusUrl of a request now answers "
                + "404, the partner must send this request again with the same Idempotency-Key.");
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
            var manifest = await CommandProgress.RunAsync(
                "MiB", null, progress => BackupArchive.ReadAsync(archive, work, cancellationToken, progress));
            foreach (var database in manifest.Files.Select(stored => stored.Name)
                .Where(name => name is SqliteArtifactStore.FileName or SqliteQueueFile.FileName))
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
                OperatorDirectory.Local, OperatorOrder.Restore, null, () => PrepareAsync(services, former, cancellationToken),
                done => done);
        }
        catch (ErasureNotRepeatedException impossible)
        {
            throw new CommandException($"Nothing was restored. {impossible.Message}", impossible);
        }
    }

    /// <summary>Compares the restored data with the former ones, writes their status again, and repeats the erasures.</summary>
    /// <returns>How much was done.</returns>
    private static async Task<Dictionary<string, int>> PrepareAsync(
        IServiceProvider services, IServiceProvider? former, CancellationToken cancellationToken)
    {
        var restored = services.GetRequiredService<RestoredStore>();
        if (former is not null)
        {
            await SayAsync("Comparing with the former data ...");
            await TellAsync(await CommandProgress.RunAsync(
                "Ledgers", null,
                progress => LostSince.FindAsync(former.GetRequiredService<StoreReader>(), restored.Reader, progress, cancellationToken)));
        }

        var (ledgers, statuses) = await RebuildStatusAsync(services.GetRequiredService<StatusRebuilder>(), cancellationToken);
        var again = new ErasedAgain(0, 0);
        if (former is not null)
        {
            again = await new RepeatedErasures(former.GetRequiredService<StoreReader>(), restored).ApplyAsync(cancellationToken);
            await SayAsync(string.Create(CultureInfo.InvariantCulture, $"Erased again what was erased after the backup: {again.Erased} "
                + $"certificates and {again.Discarded} events."));
        }

        return new() { ["ledgers"] = ledgers, ["statuses"] = statuses, ["erased"] = again.Erased, ["discarded"] = again.Discarded };
    }

    /// <summary>The former store; null if there is none, or it can't be read.</summary>
    private static async Task<ServiceProvider?> OpenFormerAsync(IConfiguration configuration, RestoredPlace place)
    {
        if (place.FormerStore is not { } folder)
        {
            await SayAsync("There is no former store to compare with: the program does not know what was accepted, changed or erased "
                + "after the backup. Erase again what was erased since then.");
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
            await SayAsync($"The former store can't be read ({damaged.Message}): the program does not know what was accepted, changed or "
                + "erased after the backup. Erase again what was erased since then.");
            return null;
        }
    }

    private static async Task TellAsync(LostSince lost)
    {
        foreach (var requests in lost.Requests)
        {
            await SayAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Lost: {requests.Requests} requests with {requests.Events} events of "
                    + $"{requests.Owner ?? "callers that are not partners"}, accepted from {requests.First:u} to {requests.Last:u}."));
        }

        await SayAsync(string.Create(
            CultureInfo.InvariantCulture, $"Lost: {lost.Certificates} certificates. Something changed for {lost.Persons} persons after "
                + $"the backup (issued, corrected, suspended, revoked or erased)."));
    }

    private static async Task<(int Ledgers, int Statuses)> RebuildStatusAsync(
        StatusRebuilder rebuilder, CancellationToken cancellationToken)
    {
        var done = await CommandProgress.RunAsync("Ledgers", null, async progress =>
        {
            int ledgers = 0, statuses = 0;
            string? cursor = null;
            do
            {
                var slice = await rebuilder.RebuildAsync(cursor, cancellationToken);
                (ledgers, statuses, cursor) = (ledgers + slice.Ledgers, statuses + slice.Statuses, slice.Cursor);
                progress(ledgers);
            }
            while (cursor is not null);

            return (Ledgers: ledgers, Statuses: statuses);
        });
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"Rebuilt the register of certificates that are not valid: "
            + $"{done.Statuses} entries from {done.Ledgers} ledgers."));
        return done;
    }

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(line);
}
