namespace Divoc.Functions.Storage;

/// <summary>An artifact as it was read.</summary>
public sealed record StoredArtifact(ReadOnlyMemory<byte> Bytes, ArtifactProperties Properties);
