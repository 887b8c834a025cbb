namespace Divoc.Functions.Storage;

/// <summary>
/// Keeps artifacts and registry documents: named bytes with conditional writes. Every write is durable when its task
/// has completed. A store that can't be reached throws <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Reads an artifact with its bytes; null if there is none.</summary>
    Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Reads what is known of an artifact without its bytes; null if there is none.</summary>
    Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Writes an artifact, whatever was there. Returns the new ETag.</summary>
    Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an artifact if there is none of that name. Returns its ETag, or null if one was there and nothing was written.
    /// A creation whose answer was lost and that is repeated can meet itself: the caller compares before it calls the artifact somebody else's.
    /// </summary>
    Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken);

    /// <summary>
    /// Creates several artifacts of one container that belong together, in one call. The first one decides: if it is there already,
    /// nothing is written. Returns the names that were there before and so were not written; empty when all were created.
    /// A store with transactions writes all or none; one without writes the first and then the others, so that a crash can leave the first alone.
    /// </summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken);

    /// <summary>Replaces an artifact if its ETag is still <paramref name="ifMatch"/>. Returns the new ETag, or null if it has changed or is gone and nothing was written.</summary>
    Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes an artifact. Returns whether there was one.</summary>
    Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an artifact if its ETag is still <paramref name="ifMatch"/>. Returns whether it did; false where it has changed or is gone, also by a try of this very deletion
    /// whose answer was lost.
    /// </summary>
    Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken);

    /// <summary>Finds out whether the store takes writes now. Leaves nothing, not even what a store keeps of what was deleted or overwritten.</summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    Task CheckWritableAsync(CancellationToken cancellationToken);

    /// <summary>Lists the artifacts of a container, with their metadata, whose names begin with <paramref name="prefix"/>, page by page in ordinal order.</summary>
    /// <param name="container">The container.</param>
    /// <param name="prefix">What the names begin with; empty for all.</param>
    /// <param name="pageSize">At most so many names, 1 to 5,000.</param>
    /// <param name="continuation">Null for the first page, then what the page before said.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The continuation is none that this store gave. Whatever it is, no name is listed that does not begin with the prefix.</exception>
    Task<ArtifactPage> ListAsync(string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken);
}

/// <summary>An artifact to be written, with the place it is meant for.</summary>
public sealed record NamedArtifact(ArtifactName Name, ArtifactContent Content);

/// <summary>An artifact as it was read.</summary>
public sealed record StoredArtifact(ReadOnlyMemory<byte> Bytes, ArtifactProperties Properties);

/// <summary>One page of a listing, in the order of the names (ordinal).</summary>
/// <param name="Artifacts">What was found, at most as many as were asked for.</param>
/// <param name="Continuation">What to hand in for the next page; null after the last one. Opaque.</param>
public sealed record ArtifactPage(IReadOnlyList<ArtifactListing> Artifacts, string? Continuation)
{
    /// <summary>The names found.</summary>
    public IReadOnlyList<string> Names => [.. Artifacts.Select(artifact => artifact.Name)];
}

/// <summary>An artifact as a listing has it.</summary>
/// <param name="Name">The name in its container.</param>
/// <param name="Metadata">The metadata it was written with.</param>
public sealed record ArtifactListing(string Name, IReadOnlyDictionary<string, string> Metadata);

/// <summary>The store could not be asked or did not answer. A fault of the store, never of the event: whoever catches it tries again later.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The store can't be used as it is set up. The message says what is wrong and how to mend it, for the operator.</summary>
public sealed class StoreSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
