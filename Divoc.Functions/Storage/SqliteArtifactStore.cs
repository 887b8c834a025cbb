using System.Globalization;
using System.Security.Cryptography;
using Divoc.Functions.Sqlite;
using Divoc.Functions.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Storage;

/// <summary>
/// The store in one SQLite file, <c>artifacts.db</c> in the data directory, which one process owns. Artifacts are rows, so that those that
/// belong together are written in one transaction. Never copy the file without its <c>-wal</c>; the command <c>backup</c> copies it
/// together with the queue.
/// </summary>
public sealed class SqliteArtifactStore : IArtifactStore, IDisposable
{
    /// <summary>The name of the file in the data directory.</summary>
    public const string FileName = "artifacts.db";

    /// <summary>Version 1 had no parts.</summary>
    private const int SchemaVersion = 2;

    /// <summary>
    /// The row's id is the ETag: every write makes a new row, and AUTOINCREMENT never reuses a number, not even after the row is deleted.
    /// The bytes come last, so that the rest is read without them; if <c>part</c> names the first ones, they are only the others.
    /// </summary>
    private const string Schema =
        $"""
        {SharedParts.Schema};
        CREATE TABLE artifact(
            etag INTEGER PRIMARY KEY AUTOINCREMENT,
            container TEXT NOT NULL,
            name TEXT NOT NULL,
            content_type TEXT NOT NULL,
            metadata TEXT,
            modified INTEGER NOT NULL,
            part INTEGER,
            bytes BLOB NOT NULL,
            UNIQUE(container, name))
        """;

    /// <summary>Here the column comes after the bytes; rows without a part are still read without them.</summary>
    private const string UpgradeFromVersion1 = $"{SharedParts.Schema}; ALTER TABLE artifact ADD COLUMN part INTEGER";

    private const string Columns =
        "artifact(container, name, content_type, metadata, modified, part, bytes) VALUES($1, $2, $3, $4, $5, $6, $7)";
    private const string InsertIfAbsent = $"INSERT INTO {Columns} ON CONFLICT DO NOTHING";
    private const string InsertOrReplace = $"INSERT OR REPLACE INTO {Columns}";
    private const string MoveToPart = "UPDATE artifact SET part = $2, bytes = $3 WHERE etag = $1";
    private const string DeleteIfMatch = "DELETE FROM artifact WHERE etag = $1 AND container = $2 AND name = $3";
    private const string DeleteByName = "DELETE FROM artifact WHERE container = $1 AND name = $2";
    private const string Exists = "SELECT 1 FROM artifact WHERE container = $1 AND name = $2";
    private const string Length = "length(bytes) + coalesce((SELECT length(part.bytes) FROM part WHERE part.id = artifact.part), 0)";
    private const string PartBytes = "(SELECT part.bytes FROM part WHERE part.id = artifact.part)";
    private const string Properties = $"etag, content_type, metadata, {Length}, modified";
    private const string SelectProperties = $"SELECT {Properties} FROM artifact WHERE container = $1 AND name = $2";
    private const string SelectAll = $"SELECT {Properties}, {PartBytes}, bytes, part FROM artifact WHERE container = $1 AND name = $2";
    private const string SelectListing =
        "SELECT name, metadata FROM artifact WHERE container = $1 AND name >= $2 AND name < $3 ORDER BY name LIMIT $4";

    /// <summary>The size of a row besides the bytes.</summary>
    private const int RowOverhead = 512;

    /// <summary>Always the same name, so that a check removes what the one before may have left.</summary>
    private readonly ArtifactName probe =
        new(ArtifactContainers.Registry, $"health/{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
    private readonly SqliteDatabase database;
    private readonly SharedParts parts = new();
    private readonly TimeProvider time;

    /// <summary>Opens the store, and creates its file if it is missing.</summary>
    /// <param name="dataDirectory">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="emptiesLog">See <see cref="SqliteFile.EmptiesLog"/>; false if a test copies the files while they are open.</param>
    /// <exception cref="StoreUnavailableException">The file can't be opened.</exception>
    public SqliteArtifactStore(string dataDirectory, TimeProvider time, bool emptiesLog = true)
    {
        this.time = time;
        Folder = Path.GetFullPath(dataDirectory);
        database = new SqliteDatabase(new SqliteFile
        {
            Path = Path.Combine(Folder, FileName),
            Schema = Schema,
            SchemaVersion = SchemaVersion,
            Upgrades = new Dictionary<int, string> { [1] = UpgradeFromVersion1 },
            Unavailable = (message, inner) => new StoreUnavailableException(message, inner),
            OverwritesDeleted = true,
            EmptiesLog = emptiesLog,
        });
    }

    /// <summary>The file, for copying.</summary>
    internal SqliteDatabase Database => database;

    /// <summary>The full path of its folder.</summary>
    internal string Folder { get; }

    /// <inheritdoc/>
    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return database.ReadAsync(
            session =>
            {
                using var row = session.Prepare(SelectAll).Query(name.Container, name.Name);
                return row.Read() ? new StoredArtifact(ReadBytes(row), ReadProperties(row)) : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return database.ReadAsync(
            session =>
            {
                using var row = session.Prepare(SelectProperties).Query(name.Container, name.Name);
                return row.Read() ? ReadProperties(row) : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        ArtifactLimits.Check(content);
        return WriteAsync(
            (session, sharing) => Insert(session, InsertOrReplace, name, content, sharing)!,
            content.Bytes.Length + RowOverhead,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        ArtifactLimits.Check(content);
        return WriteAsync(
            (session, sharing) => Insert(session, InsertIfAbsent, name, content, sharing),
            content.Bytes.Length + RowOverhead,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(artifacts);
        return WriteAsync(
            (session, sharing) => CreateTogether(session, artifacts, sharing),
            (int)Math.Min(int.MaxValue, artifacts.Sum(artifact => (long)artifact.Content.Bytes.Length + RowOverhead)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        ArtifactLimits.Check(content);
        if (!long.TryParse(ifMatch, NumberStyles.None, CultureInfo.InvariantCulture, out var etag))
        {
            return Task.FromResult<string?>(null);
        }

        return WriteAsync(
            (session, sharing) => session.Prepare(DeleteIfMatch).Execute(etag, name.Container, name.Name) == 1
                ? Insert(session, InsertIfAbsent, name, content, sharing)
                : null,
            content.Bytes.Length + RowOverhead,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return database.WriteAsync(
            session => session.Prepare(DeleteByName).Execute(name.Container, name.Name) == 1, RowOverhead, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return long.TryParse(ifMatch, NumberStyles.None, CultureInfo.InvariantCulture, out var etag)
            ? database.WriteAsync(
                session => session.Prepare(DeleteIfMatch).Execute(etag, name.Container, name.Name) == 1, RowOverhead, cancellationToken)
            : Task.FromResult(false);
    }

    /// <inheritdoc/>
    /// <remarks>A row is written and deleted: only that detects a full disk.</remarks>
    public async Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        await PutAsync(probe, new ArtifactContent("ok"u8.ToArray(), "text/plain"), cancellationToken);
        await DeleteAsync(probe, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        ArtifactLimits.CheckContainer(container);
        ArtifactLimits.CheckPrefix(prefix);
        ArtifactLimits.CheckPrefix(continuation ?? "");
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, ArtifactLimits.MaxPageSize);

        // Names have only visible ASCII: U+0001 sorts before, U+007F after every possible rest. A continuation may come from a caller, so
        // it must not lead to names outside the prefix.
        var from = continuation is null || string.CompareOrdinal(continuation, prefix) < 0 ? prefix : $"{continuation}\u0001";
        return database.ReadAsync(session => ReadPage(session, container, from, $"{prefix}\u007f", pageSize), cancellationToken);
    }

    /// <summary>Finishes pending writes and closes the file.</summary>
    public void Dispose() => database.Dispose();

    private static ArtifactPage ReadPage(SqliteSession session, string container, string from, string to, int pageSize)
    {
        var artifacts = new List<ArtifactListing>();
        using var row = session.Prepare(SelectListing).Query(container, from, to, pageSize + 1);
        while (row.Read())
        {
            artifacts.Add(new ArtifactListing(row.GetString(0), TextPairsJson.Read(row.IsDBNull(1) ? null : row.GetString(1))));
        }

        if (artifacts.Count <= pageSize)
        {
            return new ArtifactPage(artifacts, null);
        }

        artifacts.RemoveAt(pageSize);
        return new ArtifactPage(artifacts, artifacts[^1].Name);
    }

    private static ArtifactProperties ReadProperties(SqliteDataReader row) => new(
        ToETag(row.GetInt64(0)),
        row.GetString(1),
        TextPairsJson.Read(row.IsDBNull(2) ? null : row.GetString(2)),
        row.GetInt64(3),
        new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero));

    private static byte[] ReadBytes(SqliteDataReader row)
    {
        var others = row.GetFieldValue<byte[]>(6);
        if (row.IsDBNull(7))
        {
            return others;
        }

        return row.IsDBNull(5)
            ? throw new InvalidDataException(
                "The beginning of a stored document is missing: the store's file was damaged, or changed by "
                + "somebody else. Restore a backup.")
            : [.. row.GetFieldValue<byte[]>(5), .. others];
    }

    private static string ToETag(long row) => row.ToString(CultureInfo.InvariantCulture);

    private async Task<T> WriteAsync<T>(Func<SqliteSession, SharedParts.OfWrite, T> work, int size, CancellationToken cancellationToken)
    {
        var (result, sharing) = await database.WriteAsync(
            session =>
            {
                var sharing = parts.Begin(session);
                return (work(session, sharing), sharing);
            },
            size,
            cancellationToken);
        sharing.Committed();
        return result;
    }

    private IReadOnlyList<ArtifactName> CreateTogether(
        SqliteSession session, IReadOnlyList<NamedArtifact> artifacts, SharedParts.OfWrite sharing)
    {
        var first = artifacts[0];
        if (Insert(session, InsertIfAbsent, first.Name, first.Content, sharing) is null)
        {
            return [.. artifacts.Select(artifact => artifact.Name)
                .Where(name => session.Prepare(Exists).Scalar(name.Container, name.Name) is not null)];
        }

        return [.. artifacts.Skip(1)
            .Where(artifact => Insert(session, InsertIfAbsent, artifact.Name, artifact.Content, sharing) is null)
            .Select(artifact => artifact.Name)];
    }

    private string? Insert(SqliteSession session, string statement, ArtifactName name, ArtifactContent content, SharedParts.OfWrite sharing)
    {
        var part = sharing.Find(content);
        var inserted = session.Prepare(statement).Execute(
            name.Container,
            name.Name,
            content.ContentType,
            TextPairsJson.Write(content.Metadata),
            time.GetUtcNow().UtcTicks,
            part,
            part is null ? content.Bytes : content.Bytes[content.SharedLength..]);
        if (inserted == 0)
        {
            return null;
        }

        // Not with RETURNING, for which SQLite creates and drops a table in memory each time.
        var etag = session.LastRowId;

        // Only now: content that is refused here was stored before, and does not count as a second artifact.
        if (part is null && sharing.FindOrMake(content) is { } made)
        {
            session.Prepare(MoveToPart).Execute(etag, made, content.Bytes[content.SharedLength..]);
        }

        return ToETag(etag);
    }
}
