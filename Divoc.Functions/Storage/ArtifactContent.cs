namespace Divoc.Functions.Storage;

/// <summary>The content of an artifact: the bytes, their media type and metadata that can be read without the bytes.</summary>
/// <param name="Bytes">The artifact itself. Must not be changed afterwards.</param>
/// <param name="ContentType">The media type, such as <c>image/png</c>.</param>
/// <param name="Metadata">
/// Metadata. Names are lower-case ASCII letters and digits that begin with a letter (as Blob storage requires); values are ASCII.
/// </param>
public sealed record ArtifactContent(ReadOnlyMemory<byte> Bytes, string ContentType, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Content without metadata.</summary>
    public ArtifactContent(ReadOnlyMemory<byte> bytes, string contentType)
        : this(bytes, contentType, new Dictionary<string, string>())
    {
    }

    /// <summary>
    /// How many of the first bytes many artifacts share; 0 for none. A store may store these bytes only once and never delete them, so they
    /// must have no personal data. Reads return the same with or without it.
    /// </summary>
    public int SharedLength { get; init; }
}
