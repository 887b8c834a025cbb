using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Divoc.Functions.Domain;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>Reads and writes the registry's JSON documents.</summary>
public sealed class RegistryDocuments(IArtifactStore store)
{
    /// <summary>The container of all registry documents; never under an immutability policy.</summary>
    public const string Container = ArtifactContainers.Registry;

    /// <summary>The maximum of names in a page.</summary>
    internal const int PageSize = 1000;

    private const string ContentType = "application/json";
    private const string Suffix = ".json";

    /// <summary>Reads a document and its ETag; null if there is none.</summary>
    /// <exception cref="NewerFormException">A newer version of the program wrote it.</exception>
    internal async Task<(T Document, string ETag)?> ReadAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        return await ReadWithMetadataAsync(name, type, cancellationToken) is { } read ? (read.Document, read.ETag) : null;
    }

    /// <summary>Reads a document with its ETag and its metadata; null if there is none.</summary>
    internal async Task<(T Document, string ETag, IReadOnlyDictionary<string, string> Metadata)?> ReadWithMetadataAsync<T>(
        string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(NameOf(name), cancellationToken);
        if (stored is null)
        {
            return null;
        }

        PersistedForm.Check(stored.Bytes.Span, "registry document", PersistedForm.First);
        var document = JsonSerializer.Deserialize(stored.Bytes.Span, type)
            ?? throw new InvalidDataException($"The registry document {name[..name.IndexOf('/', StringComparison.Ordinal)]} is null.");
        return (document, stored.Properties.ETag, stored.Properties.Metadata);
    }

    /// <summary>
    /// Creates a document, or replaces the one with the ETag <paramref name="ifMatch"/>. A refused write is compared with the stored
    /// document: an earlier try of the same write, whose answer was lost, counts as success.
    /// </summary>
    /// <returns>Whether the stored document is now the new one.</returns>
    internal Task<bool> TryWriteAsync<T>(
        string name, T document, string? ifMatch, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        return TryWriteAsync(name, document, ifMatch, type, new Dictionary<string, string>(), cancellationToken);
    }

    /// <summary>The same with metadata that listings return.</summary>
    /// <inheritdoc cref="TryWriteAsync{T}(string, T, string?, JsonTypeInfo{T}, CancellationToken)"/>
    internal async Task<bool> TryWriteAsync<T>(
        string name, T document, string? ifMatch, JsonTypeInfo<T> type, IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, type);
        var content = new ArtifactContent(bytes, ContentType, metadata);
        var written = ifMatch is null
            ? await store.CreateAsync(NameOf(name), content, cancellationToken)
            : await store.ReplaceAsync(NameOf(name), content, ifMatch, cancellationToken);
        if (written is not null)
        {
            return true;
        }

        var stored = await store.GetAsync(NameOf(name), cancellationToken);
        return stored is not null && stored.Bytes.Span.SequenceEqual(bytes)
            && metadata.OrderBy(pair => pair.Key).SequenceEqual(stored.Properties.Metadata.OrderBy(pair => pair.Key));
    }

    /// <summary>The ETag of a document; null if there is none.</summary>
    internal async Task<string?> FindETagAsync(string name, CancellationToken cancellationToken)
    {
        return (await store.GetPropertiesAsync(NameOf(name), cancellationToken))?.ETag;
    }

    /// <summary>The variable part of the names <c>{prefix}*.json</c> of documents, in pages of at most 1,000.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<string>> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            (var names, continuation) = await ListPageAsync(prefix, PageSize, continuation, cancellationToken);
            yield return names;
        }
        while (continuation is not null);
    }

    /// <summary>One page of the variable parts of the names <c>{prefix}*.json</c> of documents, and where the next one begins.</summary>
    internal async Task<(IReadOnlyList<string> Names, string? Continuation)> ListPageAsync(
        string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(Container, prefix, pageSize, continuation, cancellationToken);
        return ([.. page.Names.Select(name => name[prefix.Length..^Suffix.Length])], page.Continuation);
    }

    /// <summary>
    /// One page of at most 5,000 documents with their metadata, by the prefix of their names, and where the next one begins.
    /// </summary>
    internal async Task<
        (IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Metadata)> Documents, string? Continuation)> ListWithMetadataAsync(
        string prefix, string? continuation, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(Container, prefix, ArtifactLimits.MaxPageSize, continuation, cancellationToken);
        return ([.. page.Artifacts.Select(artifact => (artifact.Name[..^Suffix.Length], artifact.Metadata))], page.Continuation);
    }

    /// <summary>Deletes documents with a prefix that are selected by their name and metadata.</summary>
    /// <param name="prefix">The prefix of the names.</param>
    /// <param name="selects">Selects documents by name and metadata.</param>
    /// <param name="removed">Gets each deleted name.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    internal async Task RemoveAsync(
        string prefix, Func<ArtifactListing, bool> selects, Action<string> removed, CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await store.ListAsync(Container, prefix, PageSize, continuation, cancellationToken);
            foreach (var artifact in page.Artifacts.Where(selects))
            {
                await store.DeleteAsync(new ArtifactName(Container, artifact.Name), cancellationToken);
                removed(artifact.Name);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>Deletes a document, if it is there.</summary>
    internal Task DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(name), cancellationToken);

    /// <summary>Deletes a document if it still has this ETag. Returns whether it did.</summary>
    internal Task<bool> DeleteAsync(string name, string ifMatch, CancellationToken cancellationToken) =>
        store.DeleteAsync(NameOf(name), ifMatch, cancellationToken);

    private static ArtifactName NameOf(string name) => new(Container, name);
}
