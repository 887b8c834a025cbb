namespace Divoc.Functions.Storage;

/// <summary>What is written: the bytes, their media type and a few short facts that can be read without the bytes.</summary>
/// <param name="Bytes">The artifact itself. Not changed after it was handed over.</param>
/// <param name="ContentType">The media type, such as <c>image/png</c>.</param>
/// <param name="Metadata">Facts beside the bytes. Names are lower-case ASCII letters and digits that begin with a letter (what Blob storage takes); values are ASCII.</param>
public sealed record ArtifactContent(ReadOnlyMemory<byte> Bytes, string ContentType, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Content without metadata.</summary>
    public ArtifactContent(ReadOnlyMemory<byte> bytes, string contentType)
        : this(bytes, contentType, new Dictionary<string, string>())
    {
    }

    /// <summary>
    /// How many of the first bytes many artifacts have in common; 0 for none. A store may keep those once and never delete them, so nothing of a person stands in them. What is read
    /// back is the same with or without it.
    /// </summary>
    public int SharedLength { get; init; }
}
