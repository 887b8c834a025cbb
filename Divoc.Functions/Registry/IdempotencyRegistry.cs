using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>Remembers Idempotency-Keys. The first call that claims a key wins; others continue with that call's request.</summary>
public sealed class IdempotencyRegistry(RegistryDocuments documents, TimeProvider time)
{
    /// <summary>The prefix of the documents' names; the record's name follows.</summary>
    internal const string Prefix = "idempotency/";

    private const string ExpiresFact = "expires";
    private const int LongestKey = 128;

    /// <summary>Whether a text can be an Idempotency-Key: 1 to 128 visible ASCII characters.</summary>
    public static bool CanBeKey(string text)
    {
        return text.Length is > 0 and <= LongestKey && text.All(character => character is >= '!' and <= '~');
    }

    /// <summary>The record's name: a key is unique within a caller and a path.</summary>
    public static string NameOf(string caller, string path, string key)
    {
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{path}\n{key}")));
    }

    /// <summary>The record with a name; null if there is none or it has expired.</summary>
    public async Task<IdempotencyRecord?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(name), RegistryJson.Compact.IdempotencyRecord, cancellationToken);
        return read is { } found && found.Document.Expires > time.GetUtcNow() ? found.Document : null;
    }

    /// <summary>Claims a name for a request. Returns the valid record: the own one, or that of the first call.</summary>
    public async Task<IdempotencyRecord> ClaimAsync(string name, IdempotencyRecord own, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await documents.ReadAsync(PathOf(name), RegistryJson.Compact.IdempotencyRecord, cancellationToken);
            if (read is { } found && found.Document.Expires > time.GetUtcNow())
            {
                return found.Document;
            }

            var facts = new Dictionary<string, string> { [ExpiresFact] = RequestAge.Text(own.Expires) };
            if (await documents.TryWriteAsync(
                PathOf(name), own, read?.ETag, RegistryJson.Compact.IdempotencyRecord, facts, cancellationToken))
            {
                return own;
            }
        }
    }

    /// <summary>
    /// Deletes a record that had expired before a time. Returns whether it did: if a call claims the name in the meantime, it writes
    /// another record, which stays.
    /// </summary>
    /// <param name="name">The record's name.</param>
    /// <param name="facts">Its metadata in a listing; none if an earlier version of the program wrote it.</param>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    internal async Task<bool> ForgetAsync(
        string name, IReadOnlyDictionary<string, string> facts, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (RequestAge.Time(facts, ExpiresFact) >= before)
        {
            return false;
        }

        var read = await documents.ReadAsync(PathOf(name), RegistryJson.Compact.IdempotencyRecord, cancellationToken);
        return read is { } found
            && found.Document.Expires < before
            && await documents.DeleteAsync(PathOf(name), found.ETag, cancellationToken);
    }

    private static string PathOf(string name) => $"{Prefix}{name}.json";
}

/// <summary>Connects an Idempotency-Key of a caller and path with its request.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="BodyHash">SHA-256 of the body's bytes, 64 lower-case hex digits.</param>
/// <param name="Expires">After this instant the key may be used again (UTC).</param>
public sealed record IdempotencyRecord(string RequestId, string BodyHash, DateTimeOffset Expires)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
