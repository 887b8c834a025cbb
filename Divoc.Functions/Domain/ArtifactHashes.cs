using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>SHA-256 of a certificate's artifacts as they are stored, by their names, each as 64 lower-case hex digits.</summary>
/// <param name="Credential">Of the signed credential.</param>
/// <param name="Qr">Of the QR image.</param>
/// <param name="Pdf">Of the page.</param>
/// <param name="Claims">Of the neutral event.</param>
public sealed record ArtifactHashes(
    [property: JsonPropertyName("credential.json")] string Credential,
    [property: JsonPropertyName("qr.png")] string Qr,
    [property: JsonPropertyName("certificate.pdf")] string Pdf,
    [property: JsonPropertyName("claims.json")] string Claims);
