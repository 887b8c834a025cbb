using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>Finds certificates that exist: those that an enrollment lists.</summary>
public sealed class CertificateFinder(IArtifactStore store, EnrollmentRegistry enrollments)
{
    /// <summary>The certificate of an id; null if none is listed.</summary>
    public async Task<CertificateVersion?> FindAsync(string certificateId, CancellationToken cancellationToken)
    {
        if (!RandomId.IsWellFormed(certificateId))
        {
            return null;
        }

        var credential = await store.GetPropertiesAsync(CertificateArtifacts.Credential(certificateId), cancellationToken);
        if (credential is null || !credential.Metadata.TryGetValue(CertificateArtifacts.EnrollmentMetadata, out var name))
        {
            return null;
        }

        return (await enrollments.ReadAsync(name, cancellationToken)).Enrollment.Find(certificateId);
    }

    /// <summary>The latest certificate of a person, by DIVOC's rule; null if there is none.</summary>
    public async Task<CertificateVersion?> FindLatestAsync(string preEnrollmentCode, CertificateKind kind, CancellationToken cancellationToken)
    {
        var read = await enrollments.ReadAsync(EnrollmentRegistry.NameOf(preEnrollmentCode), cancellationToken);
        return read.Enrollment.Latest(kind);
    }

    /// <summary>Reads an artifact of a certificate that is listed.</summary>
    /// <exception cref="InvalidDataException">It is not in the store, although the certificate is listed.</exception>
    public async Task<StoredArtifact> ReadAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        return await store.GetAsync(name, cancellationToken)
            ?? throw new InvalidDataException("An artifact of a listed certificate is missing from the store.");
    }
}
