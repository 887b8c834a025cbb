using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>Reads and writes the registry's JSON documents.</summary>
public sealed class RegistryDocuments(IArtifactStore store)
{
    /// <summary>The container of all registry documents; never under an immutability policy.</summary>
    public const string Container = ArtifactContainers.Registry;

    private const string ContentType = "application/json";

    /// <summary>Reads a document and its ETag; null if there is none.</summary>
    internal async Task<(T Document, string ETag)?> ReadAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(NameOf(name), cancellationToken);
        if (stored is null)
        {
            return null;
        }

        var document = JsonSerializer.Deserialize(stored.Bytes.Span, type)
            ?? throw new InvalidDataException($"The registry document {name[..name.IndexOf('/', StringComparison.Ordinal)]} is null.");
        return (document, stored.Properties.ETag);
    }

    /// <summary>
    /// Creates a document, or replaces the one with the ETag <paramref name="ifMatch"/>. A refused write is compared with what is there: an
    /// earlier try of the same write, whose answer was lost, counts as success.
    /// </summary>
    /// <returns>Whether the document is now what was to be written.</returns>
    internal async Task<bool> TryWriteAsync<T>(string name, T document, string? ifMatch, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, type);
        var content = new ArtifactContent(bytes, ContentType);
        var written = ifMatch is null
            ? await store.CreateAsync(NameOf(name), content, cancellationToken)
            : await store.ReplaceAsync(NameOf(name), content, ifMatch, cancellationToken);
        if (written is not null)
        {
            return true;
        }

        var stored = await store.GetAsync(NameOf(name), cancellationToken);
        return stored is not null && stored.Bytes.Span.SequenceEqual(bytes);
    }

    /// <summary>Deletes a document, if it is there.</summary>
    internal Task DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(name), cancellationToken);

    private static ArtifactName NameOf(string name) => new(Container, name);
}
