using Divoc.Functions.Storage;

namespace Divoc.Functions.Ledger;

/// <summary>The places of the artifacts of certificates, and the names of their metadata.</summary>
/// <param name="credentialFiles">The file names of credentials in all stored formats.</param>
public sealed class CertificateArtifacts(IEnumerable<string> credentialFiles)
{
    /// <summary>The container: its artifacts are written once and never changed.</summary>
    public const string Container = ArtifactContainers.Certificates;

    /// <summary>The file of the QR image.</summary>
    public const string QrFile = "qr.png";

    /// <summary>The file of the page.</summary>
    public const string PdfFile = "certificate.pdf";

    /// <summary>The file of the neutral event, from which other formats are made.</summary>
    public const string ClaimsFile = "claims.json";

    /// <summary>Metadata of the credential: the ledger's name.</summary>
    public const string LedgerMetadata = "ledger";

    /// <summary>Metadata of the credential: the kid of the key that signed it.</summary>
    public const string KidMetadata = "kid";

    /// <summary>Metadata of the page: the template that made it.</summary>
    public const string TemplateMetadata = "template";

    /// <summary>Media type of the QR image.</summary>
    public const string QrContentType = "image/png";

    /// <summary>Media type of the page.</summary>
    public const string PdfContentType = "application/pdf";

    /// <summary>Media type of the neutral event.</summary>
    public const string ClaimsContentType = "application/json";

    private readonly IReadOnlyList<string> credentialFiles = [.. credentialFiles.Distinct(StringComparer.Ordinal)];

    /// <summary>An artifact by its file name.</summary>
    public static ArtifactName Of(string certificateId, string file) => new(Container, $"{certificateId}/{file}");

    /// <summary>The QR image.</summary>
    public static ArtifactName Qr(string certificateId) => Of(certificateId, QrFile);

    /// <summary>The page.</summary>
    public static ArtifactName Pdf(string certificateId) => Of(certificateId, PdfFile);

    /// <summary>The neutral event.</summary>
    public static ArtifactName Claims(string certificateId) => Of(certificateId, ClaimsFile);

    /// <summary>The possible places of the credential: it has one of them, by its format.</summary>
    public IEnumerable<ArtifactName> Credentials(string certificateId) => credentialFiles.Select(file => Of(certificateId, file));

    /// <summary>All possible artifacts, the credential last: while it exists, a reader still finds the ledger.</summary>
    public IReadOnlyList<ArtifactName> All(string certificateId) =>
        [Qr(certificateId), Pdf(certificateId), Claims(certificateId), .. Credentials(certificateId)];

    /// <summary>
    /// Deletes all of them, whoever wrote them. The caller must have checked just before that the certificate can never be listed, or is
    /// erased; the caller also names the write.
    /// </summary>
    public async Task DeleteAllAsync(IArtifactStore store, string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in All(certificateId))
        {
            await store.DeleteAsync(name, cancellationToken);
        }
    }
}
