using System.Security.Cryptography;
using Divoc.Functions.Sqlite;

namespace Divoc.Functions.Storage.Sqlite;

/// <summary>
/// The first bytes that many artifacts share, each stored once in a separate table. They become a part when a second artifact begins with
/// them, so that a wrong <see cref="ArtifactContent.SharedLength"/> makes none. Parts are never deleted and never changed: an artifact can
/// rely on a part that existed when it was written. All parts together are smaller than the artifacts that begin with them would be.
/// Thread-safe.
/// </summary>
internal sealed class SharedParts
{
    /// <summary>For fewer bytes, a separate row saves nothing.</summary>
    public const int MinBytes = 4 * 1024;

    /// <summary>The fonts of a page and the data beside them are far smaller.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Creates the table.</summary>
    public const string Schema = "CREATE TABLE part(id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL)";

    private const string FindByHash = "SELECT id FROM part WHERE hash = $1";

    /// <summary>
    /// If there are 4,096 parts, content without one of them is stored in full: a template that changes daily reaches that number after
    /// years.
    /// </summary>
    private const string Insert =
        "INSERT INTO part(hash, bytes) SELECT $1, $2 WHERE (SELECT coalesce(max(id), 0) FROM part) < 4096 RETURNING id";

    /// <summary>At most 8 MiB; other parts are found by their hash.</summary>
    private const int MostKnown = 32;

    private const int MostSeen = 64;

    private readonly Lock gate = new();
    private volatile Known[] known = [];
    private volatile byte[][] seenOnce = [];

    /// <summary>For one run of one write.</summary>
    public OfWrite Begin(SqliteSession session) => new(this, session);

    /// <summary>Whether the beginning of the content is large enough for a part.</summary>
    private static bool IsLargeEnough(ArtifactContent content) => content.SharedLength is >= MinBytes and <= MaxBytes;

    private void Remember(List<Known> learned, List<byte[]> seen)
    {
        lock (gate)
        {
            known = [.. learned.Concat(known).DistinctBy(part => part.Id).Take(MostKnown)];
            seenOnce = [.. seen.Concat(seenOnce).Where(hash => !learned.Exists(part => part.HasHash(hash))).Take(MostSeen)];
        }
    }

    /// <summary>
    /// What one write finds out about parts. Others see it only after the write is committed: if it is rolled back, its parts are gone too.
    /// </summary>
    public sealed class OfWrite(SharedParts parts, SqliteSession session)
    {
        private readonly List<Known> learned = [];
        private readonly List<byte[]> seen = [];

        /// <summary>The part with which content begins, as far as it is known without a read; null for none.</summary>
        public long? Find(ArtifactContent content)
        {
            if (!IsLargeEnough(content))
            {
                return null;
            }

            // Compared and not hashed: the first one is nearly always the right one, and comparing memory is ten times faster.
            var beginning = content.Bytes.Span[..content.SharedLength];
            foreach (var part in parts.known)
            {
                if (beginning.SequenceEqual(part.Bytes))
                {
                    return part.Id;
                }
            }

            return null;
        }

        /// <summary>
        /// The part with which content begins. The content was stored in full because no part was known; a part is made now if other
        /// content began in the same way. Null for none.
        /// </summary>
        public long? FindOrMake(ArtifactContent content)
        {
            if (!IsLargeEnough(content))
            {
                return null;
            }

            var beginning = content.Bytes[..content.SharedLength];
            var hash = SHA256.HashData(beginning.Span);
            var id = session.Prepare(FindByHash).Scalar(hash) as long?;
            if (id is null)
            {
                if (!WasSeen(hash))
                {
                    seen.Add(hash);
                    return null;
                }

                id = session.Prepare(Insert).Scalar(hash, beginning) as long?;
            }

            if (id is { } made)
            {
                learned.Add(new Known(made, hash, beginning.ToArray()));
            }

            return id;
        }

        /// <summary>Must be called when the write is committed.</summary>
        public void Committed()
        {
            if (learned.Count + seen.Count > 0)
            {
                parts.Remember(learned, seen);
            }
        }

        private bool WasSeen(byte[] hash) =>
            Array.Exists(parts.seenOnce, one => one.AsSpan().SequenceEqual(hash)) || seen.Exists(one => one.AsSpan().SequenceEqual(hash));
    }

    private sealed record Known(long Id, byte[] Hash, byte[] Bytes)
    {
        public bool HasHash(byte[] hash) => Hash.AsSpan().SequenceEqual(hash);
    }
}
