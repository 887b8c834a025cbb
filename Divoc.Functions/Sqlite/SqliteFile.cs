namespace Divoc.Functions.Sqlite;

/// <summary>The schema of a database file and how it is opened.</summary>
internal sealed record SqliteFile
{
    /// <summary>
    /// In a measurement with rows of some kilobytes, pages of 8 KiB were 50 per cent faster than 4 KiB. Fixed at creation.
    /// </summary>
    public const int PageSize = 8192;

    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Creates the tables; run once, in one transaction that also sets the version of the schema.</summary>
    public required string Schema { get; init; }

    /// <summary>
    /// The version of the schema. A file with a later version is not opened, and neither is one with an earlier version that
    /// <see cref="Upgrades"/> does not know.
    /// </summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>
    /// The statements that convert a file from a version to the next one, by the version that it has. Run at the opening, all that are
    /// needed in one transaction.
    /// </summary>
    public IReadOnlyDictionary<int, string> Upgrades { get; init; } = new Dictionary<int, string>();

    /// <summary>Makes the exception that callers get for any error of the database.</summary>
    public required Func<string, Exception?, Exception> Unavailable { get; init; }

    /// <summary>Whether the file can return free pages; useful if rows are often added and removed. Fixed at creation.</summary>
    public bool IncrementalVacuum { get; init; }

    /// <summary>
    /// Whether deleted or replaced data are overwritten with zeros, so that erased personal data can't be read from free pages.
    /// </summary>
    public bool OverwritesDeleted { get; init; }

    /// <summary>
    /// Whether the write-ahead log is emptied while the program runs: when nothing was written for a second, and once a minute. Until then,
    /// deleted data are still in the log.
    /// </summary>
    public bool EmptiesLog { get; init; } = true;

    /// <summary>Run at each opening, in one transaction, before the first reader or writer.</summary>
    public Action<SqliteSession>? Opening { get; init; }

    /// <summary>
    /// How long a statement waits for another process's lock. One process owns the file, so only a backup could have a lock. Whole seconds.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Creates the folder (mode 0700) and the file (0600) if they are missing, and removes rights of others from existing files.
    /// </summary>
    public void Secure()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(folder, owner | UnixFileMode.UserExecute);
        if (!File.Exists(Path))
        {
            // SQLite gives its -wal and -shm files the mode of the database.
            using var created = new FileStream(
                Path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = owner });
        }

        foreach (var file in new[] { Path, $"{Path}-wal", $"{Path}-shm" }.Where(File.Exists))
        {
            File.SetUnixFileMode(file, owner);
        }
    }
}
