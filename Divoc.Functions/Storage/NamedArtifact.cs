namespace Divoc.Functions.Storage;

/// <summary>An artifact to be written, with the place it is meant for.</summary>
public sealed record NamedArtifact(ArtifactName Name, ArtifactContent Content);
