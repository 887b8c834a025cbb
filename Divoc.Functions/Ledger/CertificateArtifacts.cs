using Divoc.Functions.Storage;

namespace Divoc.Functions.Ledger;

/// <summary>Where the artifacts of a certificate lie, and the names of their metadata.</summary>
public static class CertificateArtifacts
{
    /// <summary>The container: what lies in it is written once and never changed.</summary>
    public const string Container = ArtifactContainers.Certificates;

    /// <summary>Metadata of the credential: the ledger's name.</summary>
    public const string LedgerMetadata = "ledger";

    /// <summary>Metadata of the credential: the kid of the key that signed it.</summary>
    public const string KidMetadata = "kid";

    /// <summary>Metadata of the page: the template that made it.</summary>
    public const string TemplateMetadata = "template";

    /// <summary>Media type of the signed credential.</summary>
    public const string CredentialContentType = "application/vc+ld+json";

    /// <summary>Media type of the QR image.</summary>
    public const string QrContentType = "image/png";

    /// <summary>Media type of the page.</summary>
    public const string PdfContentType = "application/pdf";

    /// <summary>Media type of the neutral event.</summary>
    public const string ClaimsContentType = "application/json";

    /// <summary>The signed credential.</summary>
    public static ArtifactName Credential(string certificateId) => new(Container, $"{certificateId}/credential.json");

    /// <summary>The QR image.</summary>
    public static ArtifactName Qr(string certificateId) => new(Container, $"{certificateId}/qr.png");

    /// <summary>The page.</summary>
    public static ArtifactName Pdf(string certificateId) => new(Container, $"{certificateId}/certificate.pdf");

    /// <summary>The neutral event, which other formats are made from.</summary>
    public static ArtifactName Claims(string certificateId) => new(Container, $"{certificateId}/claims.json");

    /// <summary>All of them, the credential last: as long as it is there, a reader still finds the ledger.</summary>
    public static IReadOnlyList<ArtifactName> All(string certificateId) => [Qr(certificateId), Pdf(certificateId), Claims(certificateId), Credential(certificateId)];

    /// <summary>Deletes all of them, whoever wrote them. Whoever calls it has just seen that the certificate can never be listed, or is erased, and names the write.</summary>
    public static async Task DeleteAllAsync(IArtifactStore store, string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in All(certificateId))
        {
            await store.DeleteAsync(name, cancellationToken);
        }
    }
}
