using Divoc.Functions.Registry;

namespace Divoc.Functions.Issuing;

/// <summary>What is said of a certificate's stored artifacts when it is listed.</summary>
/// <param name="Kid">The kid of the key that signed the stored credential.</param>
/// <param name="TemplateVersion">The template that made the stored page.</param>
/// <param name="Hashes">SHA-256 of the stored bytes.</param>
public sealed record MadeArtifacts(string Kid, string TemplateVersion, ArtifactHashes Hashes);
