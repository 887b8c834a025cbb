namespace Divoc.Functions.Storage;

/// <summary>What the store knows of an artifact beside its bytes.</summary>
/// <param name="ETag">Changes with every write of the artifact; opaque, without quotes.</param>
/// <param name="ContentType">The media type it was written with.</param>
/// <param name="Metadata">The metadata it was written with.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="LastModified">When it was written (UTC).</param>
public sealed record ArtifactProperties(
    string ETag,
    string ContentType,
    IReadOnlyDictionary<string, string> Metadata,
    long Length,
    DateTimeOffset LastModified);
