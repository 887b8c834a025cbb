namespace Divoc.Functions.Storage;

/// <summary>
/// Stores artifacts and registry documents: named bytes with conditional writes. Every write is durable when its task has completed. A
/// store that can't be reached throws <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Reads an artifact with its bytes; null if there is none.</summary>
    Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Reads the properties of an artifact without its bytes; null if there is none.</summary>
    Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Writes an artifact, whether there was one or not. Returns the new ETag.</summary>
    Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an artifact if there is none with that name. Returns its ETag, or null if there was one and nothing was written. If the
    /// answer of a creation was lost and it is repeated, it can find its own artifact: the caller must compare before it assumes that
    /// another one wrote it.
    /// </summary>
    Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken);

    /// <summary>
    /// Creates several artifacts of one container that belong together, in one call. The first one decides: if it already exists, nothing
    /// is written. Returns the names that already existed and were not written; empty if all were created. A store with transactions writes
    /// all or none; one without writes the first and then the others, so that a crash can leave only the first.
    /// </summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces an artifact if its ETag is still <paramref name="ifMatch"/>. Returns the new ETag, or null if it has changed or is gone and
    /// nothing was written.
    /// </summary>
    Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes an artifact. Returns whether there was one.</summary>
    Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an artifact if its ETag is still <paramref name="ifMatch"/>. Returns whether it did; false if it has changed or is gone,
    /// also if an earlier try of this deletion removed it and its answer was lost.
    /// </summary>
    Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken);

    /// <summary>
    /// Checks whether the store accepts writes now. Leaves nothing, not even a version that a store keeps of deleted or overwritten data.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    Task CheckWritableAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Lists the artifacts of a container, with their metadata, whose names begin with <paramref name="prefix"/>, page by page in ordinal
    /// order.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="prefix">The prefix of the names; empty for all.</param>
    /// <param name="pageSize">The maximum of names, 1 to 5,000.</param>
    /// <param name="continuation">Null for the first page, else the value from the page before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">
    /// The continuation is not from this store. In any case, all listed names begin with the prefix.
    /// </exception>
    Task<ArtifactPage> ListAsync(string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken);
}

/// <summary>An artifact to be written, with its full name.</summary>
public sealed record NamedArtifact(ArtifactName Name, ArtifactContent Content);

/// <summary>An artifact as it was read.</summary>
public sealed record StoredArtifact(ReadOnlyMemory<byte> Bytes, ArtifactProperties Properties);

/// <summary>One page of a listing, in the order of the names (ordinal).</summary>
/// <param name="Artifacts">The artifacts, at most as many as requested.</param>
/// <param name="Continuation">The value for the next page; null after the last one. Opaque.</param>
public sealed record ArtifactPage(IReadOnlyList<ArtifactListing> Artifacts, string? Continuation)
{
    /// <summary>The names found.</summary>
    public IReadOnlyList<string> Names => [.. Artifacts.Select(artifact => artifact.Name)];
}

/// <summary>An artifact in a listing.</summary>
/// <param name="Name">The name in its container.</param>
/// <param name="Metadata">The metadata with which it was written.</param>
public sealed record ArtifactListing(string Name, IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// The store could not be reached or did not answer. This is an error of the store, never of the event: whoever catches it tries again
/// later.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The store can't be used with its settings. The message tells the operator what is wrong and how to fix it.</summary>
public sealed class StoreSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
