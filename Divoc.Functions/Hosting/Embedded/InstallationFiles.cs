using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Sqlite;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Refuses a data directory if one of its two databases is lost or belongs to another installation: a store without its queue has promised
/// certificates that nobody makes, and a queue without its store makes some a second time.
/// </summary>
internal sealed class InstallationFiles
{
    private readonly string store;
    private readonly string queue;

    private InstallationFiles(string folder)
    {
        store = Path.Combine(folder, SqliteArtifactStore.FileName);
        queue = Path.Combine(folder, SqliteQueueFile.FileName);
    }

    /// <summary>
    /// The files of a data directory; null if the settings put the store or the queue elsewhere, so that there is nothing to compare.
    /// </summary>
    public static InstallationFiles? Of(IConfiguration configuration, string directory)
    {
        return BlobStorageOptions.AreSet(configuration) || configuration.NamesServiceBus() ? null : new InstallationFiles(directory);
    }

    /// <summary>Compares the files. Called before they are opened, because opening creates a missing one.</summary>
    /// <exception cref="StartupException">They don't belong together.</exception>
    public void Check()
    {
        if (InstallationId.Look(store) is not { } ofStore || InstallationId.Look(queue) is not { } ofQueue)
        {
            // Opening reports a damaged file.
            return;
        }

        if (ofQueue.InstallationId is not null && !ofStore.Exists)
        {
            throw Missing(store, queue);
        }

        if (ofStore.InstallationId is not null && !ofQueue.Exists)
        {
            throw Missing(queue, store);
        }

        // The store gets its id first, so a start that was interrupted may have left a queue without one, but never a store.
        if (ofQueue.InstallationId is { } id && ofStore.InstallationId != id)
        {
            throw new StartupException(
                $"{store} and {queue} belong to different installations: restore both from the same backup, or move both away to start "
                    + "without data.");
        }
    }

    /// <summary>
    /// Gives both files the same id if they have none: new ones, and those of an earlier version. Called when they are open.
    /// </summary>
    /// <exception cref="StartupException">It can't be written.</exception>
    public void Mark()
    {
        if (InstallationId.Look(store) is { Exists: true } ofStore && InstallationId.Look(queue) is { Exists: true, InstallationId: null })
        {
            var id = ofStore.InstallationId ?? RandomId.New();
            Write(store, id);
            Write(queue, id);
        }
    }

    private static void Write(string path, string id)
    {
        try
        {
            InstallationId.Write(path, id);
        }
        catch (SqliteException exception)
        {
            throw new StartupException($"{path} can't be written ({exception.Message}): free space on the disk, and stop other programs "
                + "that use the file.", exception);
        }
    }

    private static StartupException Missing(string missing, string other)
    {
        return new StartupException(
            $"{missing} is missing, but {other} belongs to it: restore it from the backup, or move {other} away too, to start "
                + "without data.");
    }
}
