namespace Divoc.Functions.Storage;

/// <summary>The properties of an artifact besides its bytes.</summary>
/// <param name="ETag">Changes with every write of the artifact; opaque, without quotes.</param>
/// <param name="ContentType">The media type with which it was written.</param>
/// <param name="Metadata">The metadata with which it was written.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="LastModified">When it was written (UTC).</param>
public sealed record ArtifactProperties(
    string ETag,
    string ContentType,
    IReadOnlyDictionary<string, string> Metadata,
    long Length,
    DateTimeOffset LastModified);
