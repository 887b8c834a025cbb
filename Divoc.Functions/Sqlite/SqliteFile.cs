namespace Divoc.Functions.Sqlite;

/// <summary>What a database file is made of and how it is opened.</summary>
internal sealed record SqliteFile
{
    /// <summary>Pages of 8 KiB were measured half again as fast as 4 KiB for rows of some kilobytes. Fixed at creation.</summary>
    public const int PageSize = 8192;

    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Creates the tables; run once, in one transaction that also sets the version of the schema.</summary>
    public required string Schema { get; init; }

    /// <summary>The version of the schema; a file of a later version is not opened, nor is one of an earlier version that <see cref="Upgrades"/> does not know.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>What makes a file of a version one of the next, by the version it has. Run at the opening, all that are needed in one transaction.</summary>
    public IReadOnlyDictionary<int, string> Upgrades { get; init; } = new Dictionary<int, string>();

    /// <summary>Makes the exception that callers are promised for any fault of the database.</summary>
    public required Func<string, Exception?, Exception> Unavailable { get; init; }

    /// <summary>Whether the file can give pages back; worth it where rows come and go. Fixed at creation.</summary>
    public bool IncrementalVacuum { get; init; }

    /// <summary>Whether what is deleted or replaced is overwritten with zeros, so that erased personal data can't be read from free pages.</summary>
    public bool OverwritesDeleted { get; init; }

    /// <summary>
    /// Whether the write-ahead log is emptied while the program runs: when nothing was written for a second, and once a minute. What is deleted from the file is left in
    /// its log until then.
    /// </summary>
    public bool EmptiesLog { get; init; } = true;

    /// <summary>Run at each opening, in one transaction, before the first reader or writer.</summary>
    public Action<SqliteSession>? Opening { get; init; }

    /// <summary>How long a statement waits for a lock of somebody else. One process owns the file, so only a backup could hold one. Whole seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Creates the folder (mode 0700) and the file (0600) where they are missing, and takes rights of others away from files that are there.</summary>
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
            using var created = new FileStream(Path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = owner });
        }

        foreach (var file in new[] { Path, $"{Path}-wal", $"{Path}-shm" }.Where(File.Exists))
        {
            File.SetUnixFileMode(file, owner);
        }
    }
}
