using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Stores the data about uploaded files: the uploads, their chunks, and for each owner a list by time. Old ones are removed.
/// </summary>
public sealed class UploadRegistry(RegistryDocuments documents)
{
    /// <summary>
    /// The metadata of each document and part of a file for its removal: when the file was received, in seconds since 1970.
    /// </summary>
    internal const string ReceivedFact = "received";

    private const string Uploads = "uploads/";
    private const string Chunks = "upload-chunks/";
    private const string Lists = "upload-lists/";

    /// <summary>Reads an upload of any owner with its ETag; null if there is none.</summary>
    public async Task<(UploadRecord Upload, string ETag)?> FindAsync(string uploadId, CancellationToken cancellationToken) =>
        await documents.ReadAsync(PathOf(uploadId), RegistryJson.Compact.UploadRecord, cancellationToken);

    /// <summary>Reads an upload; null if there is none with this id and type that the caller reaches.</summary>
    public async Task<UploadRecord?> FindAsync(string? uploadId, string type, Caller caller, CancellationToken cancellationToken)
    {
        var read = RandomId.Read(uploadId) is { } id ? await FindAsync(id, cancellationToken) : null;
        return read is { Upload: var upload } && upload.Type == type && caller.Reaches(upload.Owner) ? upload : null;
    }

    /// <summary>Creates an upload, or replaces the version that was read. Returns whether the stored one is now the new one.</summary>
    public Task<bool> TryWriteAsync(UploadRecord upload, string? ifMatch, CancellationToken cancellationToken) =>
        documents.TryWriteAsync(
            PathOf(upload.UploadId), upload, ifMatch, RegistryJson.Compact.UploadRecord, FactsOf(upload.ReceivedAt), cancellationToken);

    /// <summary>Reads a chunk of the current run with its ETag; null if nothing was decided about it.</summary>
    public async Task<(UploadChunk Chunk, string ETag)?> FindChunkAsync(
        UploadRecord upload, int number, CancellationToken cancellationToken) =>
        await documents.ReadAsync(PathOf(upload, number), RegistryJson.Compact.UploadChunk, cancellationToken);

    /// <summary>Creates a chunk, or replaces the version that was read. Returns whether the stored one is now the new one.</summary>
    public Task<bool> TryWriteAsync(UploadRecord upload, UploadChunk chunk, string? ifMatch, CancellationToken cancellationToken) =>
        documents.TryWriteAsync(
            PathOf(upload, chunk.Start.Chunk), chunk, ifMatch, RegistryJson.Compact.UploadChunk, FactsOf(upload.ReceivedAt),
            cancellationToken);

    /// <summary>Adds the current run of an upload to the list of its owner. It counts only when the upload has the same time.</summary>
    public Task EnterAsync(UploadRecord upload, CancellationToken cancellationToken)
    {
        var entry = new UploadListEntry(upload.UploadId);
        return documents.TryWriteAsync(
            ListPathOf(upload), entry, null, RegistryJson.Compact.UploadListEntry, FactsOf(upload.ReceivedAt), cancellationToken);
    }

    /// <summary>The uploads of a caller with one type, newest first, and where the next page begins.</summary>
    /// <param name="caller">The owner.</param>
    /// <param name="type">The type.</param>
    /// <param name="most">The maximum.</param>
    /// <param name="continuation">Null for the first page, else the value from the page before.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<(IReadOnlyList<UploadRecord> Uploads, string? Continuation)> ListAsync(
        Caller caller, string type, int most, string? continuation, CancellationToken cancellationToken)
    {
        var prefix = ListPrefixOf(caller.Partner, type);
        var (names, next) = await documents.ListPageAsync(prefix, most, continuation, cancellationToken);
        var found = new UploadRecord?[names.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, names.Count, options, async (index, token) =>
        {
            var read = await FindAsync(names[index][^RandomId.Length..], token);
            // An entry of an earlier run, or of an interrupted call, has another time.
            found[index] = read is { Upload: var upload } && ListPathOf(upload) == $"{prefix}{names[index]}.json" ? upload : null;
        });
        return ([.. found.OfType<UploadRecord>()], next);
    }

    /// <summary>Removes everything of files that were received before a time; reports the name of each removed document and part.</summary>
    public async Task RemoveBeforeAsync(DateTimeOffset time, Action<string> removed, CancellationToken cancellationToken)
    {
        // The uploads last, so that an interrupted removal is continued.
        foreach (var prefix in (string[])[UploadFiles.Prefix, Chunks, Lists, Uploads])
        {
            await documents.RemoveAsync(prefix, artifact => ReceivedAt(artifact.Metadata) < time, removed, cancellationToken);
        }
    }

    internal static Dictionary<string, string> FactsOf(DateTimeOffset receivedAt) =>
        new() { [ReceivedFact] = receivedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };

    private static DateTimeOffset ReceivedAt(IReadOnlyDictionary<string, string> facts) =>
        facts.TryGetValue(ReceivedFact, out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MaxValue;

    private static string PathOf(string uploadId) => $"{Uploads}{uploadId}.json";

    private static string PathOf(UploadRecord upload, int chunk) =>
        string.Create(CultureInfo.InvariantCulture, $"{Chunks}{upload.UploadId}/{upload.Run}/{chunk}.json");

    private static string ListPrefixOf(string? owner, string type) =>
        $"{Lists}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner ?? "")))}/{type}/";

    private static string ListPathOf(UploadRecord upload) =>
        $"{ListPrefixOf(upload.Owner, upload.Type)}{NewestFirst.NameOf(upload.ReceivedAt, upload.UploadId)}.json";
}

/// <summary>An upload in the list of its owner.</summary>
/// <param name="UploadId">Its id.</param>
internal sealed record UploadListEntry(string UploadId)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
