using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Divoc.Functions.Messaging;
using Divoc.Functions.Sqlite;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations.Backups;

/// <summary>
/// Copies the data directory while it is in use: both databases at the same moment, between two commits of both, and the keys. Only if both
/// databases are in the directory; data in Azure's services are backed up there.
/// </summary>
/// <param name="store">The store; null if it is elsewhere.</param>
/// <param name="queues">The queues; null if they are elsewhere.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class BackupMaker(SqliteArtifactStore? store, SqliteQueueFile? queues, TimeProvider time, ILogger<BackupMaker> logger)
    : IDisposable
{
    /// <summary>
    /// The folder of the copies in the data directory, until they are in the archive. The next backup deletes what a killed program left
    /// there.
    /// </summary>
    internal const string WorkFolder = "backup.part";

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Copies everything; the caller writes the archive from the copies.</summary>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "Whoever asked for the backup disposes it.")]
    public async Task<BackupOutcome> PrepareAsync(CancellationToken cancellationToken)
    {
        if (store is null || queues is null)
        {
            return new BackupOutcome.NotHere();
        }

        if (!await turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return new BackupOutcome.Running();
        }

        var folder = Path.Combine(store.Folder, WorkFolder);
        try
        {
            BackupFiles.MakeEmpty(folder);
            var takenAt = await CopyDatabasesAsync(store, queues, folder, cancellationToken);

            // A key that signed is remembered in the store before its signatures are stored, so the keys that are copied later include at
            // least those.
            foreach (var key in BackupFiles.KeysIn(store.Folder))
            {
                await CopyAsync(key, Path.Combine(folder, Path.GetFileName(key)), cancellationToken);
            }

            var manifest = await DescribeAsync(folder, takenAt, cancellationToken);
            var bytes = manifest.Files.Sum(file => file.Bytes);
            Log.Prepared(logger, bytes);
            return new BackupOutcome.Ready(new PreparedBackup(manifest, folder, () => turn.Release()));
        }
        catch
        {
            BackupFiles.Remove(folder);
            turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<DateTimeOffset> CopyDatabasesAsync(
        SqliteArtifactStore store, SqliteQueueFile queues, string folder, CancellationToken cancellationToken)
    {
        // Before the moment of the copies: everything that was acknowledged before this time is in them.
        var takenAt = time.GetUtcNow();
        using var moment = await SqliteMoment.TakeAsync([store.Database, queues.Database], cancellationToken);
        await Task.Run(
            () =>
            {
                moment.CopyTo(0, Path.Combine(folder, SqliteArtifactStore.FileName), cancellationToken);
                moment.CopyTo(1, Path.Combine(folder, SqliteQueueFile.FileName), cancellationToken);
            },
            cancellationToken);
        return takenAt;
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(from);
        await using var target = BackupFiles.Create(to);
        await source.CopyToAsync(target, cancellationToken);
    }

    private static async Task<BackupManifest> DescribeAsync(string folder, DateTimeOffset takenAt, CancellationToken cancellationToken)
    {
        var installation = InstallationId.Look(Path.Combine(folder, SqliteArtifactStore.FileName))?.InstallationId;
        var files = new List<BackupFile>();
        foreach (var file in Directory.EnumerateFiles(folder)
            .Where(file => BackupFiles.IsName(Path.GetFileName(file)))
            .Order(StringComparer.Ordinal))
        {
            await using var content = File.OpenRead(file);
            var hash = await SHA256.HashDataAsync(content, cancellationToken);
            files.Add(new BackupFile(Path.GetFileName(file), content.Length, Convert.ToHexStringLower(hash)));
        }

        return new BackupManifest { Version = ProgramVersion.Text, InstallationId = installation, TakenAt = takenAt, Files = files };
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 571, Level = LogLevel.Information, Message = "A backup of {Bytes} bytes is prepared.")]
        public static partial void Prepared(ILogger logger, long bytes);
    }
}

/// <summary>The outcome of a request for a backup.</summary>
public abstract record BackupOutcome
{
    /// <summary>Some or all data are in Azure's services.</summary>
    public sealed record NotHere : BackupOutcome;

    /// <summary>Another backup is being made.</summary>
    public sealed record Running : BackupOutcome;

    /// <summary>The copies are complete.</summary>
    /// <param name="Backup">The copies, which the caller must write and dispose.</param>
    public sealed record Ready(PreparedBackup Backup) : BackupOutcome;
}

/// <summary>The copies for a backup. They are deleted when this is disposed.</summary>
public sealed class PreparedBackup : IDisposable
{
    private readonly string folder;
    private readonly Action disposed;

    internal PreparedBackup(BackupManifest manifest, string folder, Action disposed)
    {
        Manifest = manifest;
        this.folder = folder;
        this.disposed = disposed;
    }

    /// <summary>The list of its content.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>Writes the archive.</summary>
    public Task WriteToAsync(Stream target, CancellationToken cancellationToken) =>
        BackupArchive.WriteAsync(target, Manifest, folder, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        BackupFiles.Remove(folder);
        disposed();
    }
}
