using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Operations.Backups;

/// <summary>The files of a data directory that belong to a backup: both databases, the signing keys, the access keys.</summary>
internal static class BackupFiles
{
    /// <summary>Access keys, and signing keys with their successors.</summary>
    private static readonly string[] KeyPatterns = ["keys.json", "signing-key*.pem"];

    /// <summary>The full paths of the key files of a folder.</summary>
    public static IEnumerable<string> KeysIn(string folder) =>
        KeyPatterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Order(StringComparer.Ordinal);

    /// <summary>Whether a file of a backup may have this name: no others are ever written into a data directory.</summary>
    public static bool IsName(string name)
    {
        return name is SqliteArtifactStore.FileName or SqliteQueueFile.FileName or "keys.json"
            || (name.StartsWith("signing-key", StringComparison.Ordinal)
                && name.EndsWith(".pem", StringComparison.Ordinal)
                && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_'));
    }

    /// <summary>Creates an empty folder that only its owner can read; earlier content is deleted.</summary>
    public static void MakeEmpty(string folder)
    {
        Remove(folder);
        Make(folder);
    }

    /// <summary>Creates a folder that only its owner can read, if there is none.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Removes a folder with everything in it, if it exists.</summary>
    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Returns when all written data are on the disk; there is no asynchronous method for that.</summary>
    public static void Sync(FileStream file) => file.Flush(flushToDisk: true);

    /// <summary>A new file that only its owner can read.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
