namespace Divoc.Functions.Domain;

/// <summary>SHA-256 hashes of a certificate's artifacts, each as 64 lower-case hex digits.</summary>
/// <param name="Credential">Of the stored credential.</param>
/// <param name="CanonicalCredential">Of the credential's JCS form (RFC 8785), which does not change with layout.</param>
/// <param name="Qr">Of the stored QR image.</param>
/// <param name="Pdf">Of the stored page.</param>
public sealed record ArtifactHashes(string Credential, string CanonicalCredential, string Qr, string Pdf);
