using Divoc.Functions.Intake;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Issuing;

/// <summary>
/// From an accepted event to a listed certificate. Every step may be repeated, by a second delivery or beside one: the conditional write of the
/// enrollment is the only commit point, and whatever loses it finds out at its next look at the enrollment.
/// </summary>
public sealed class CertificateIssuer(
    EnrollmentRegistry enrollments,
    ArtifactMaker maker,
    IArtifactStore store,
    CertificateMetrics metrics,
    TimeProvider time)
{
    // Each refused write means that another delivery of the same person was listed, so progress is made elsewhere; 200 versions fit at most.
    private const int MostTries = Enrollment.MaximumVersions + 1;

    /// <summary>Issues the certificate of an event, unless it is issued already or another one took its place.</summary>
    /// <exception cref="EventFailedException">The event can never become a certificate.</exception>
    public async Task IssueAsync(CertificationEvent certification, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var read = await enrollments.ReadAsync(certification.Enrollment, cancellationToken);
            if (read.Enrollment.Find(certification.CertificateId) is not null)
            {
                return;
            }

            if (read.Enrollment.CountOf(certification.Key) != certification.VersionsAtAcceptance)
            {
                metrics.DuplicateMet();
                await DeleteArtifactsAsync(certification.CertificateId, cancellationToken);
                return;
            }

            if (read.Enrollment.IsFull())
            {
                await DeleteArtifactsAsync(certification.CertificateId, cancellationToken);
                throw new EventFailedException("ENROLLMENT_FULL", $"The enrollment lists {Enrollment.MaximumVersions} certificates already.");
            }

            if (await TryIssueAsync(certification, read, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException("The enrollment changed at every try.");
    }

    private async Task<bool> TryIssueAsync(CertificationEvent certification, EnrollmentSnapshot read, CancellationToken cancellationToken)
    {
        var made = await maker.MakeAsync(certification, read.Enrollment, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ArtifactsStored, certification.CertificateId);

        var listed = await enrollments.TryChangeAsync(read, read.Enrollment.With(VersionOf(certification, made)), cancellationToken);
        if (listed)
        {
            ProtocolWrites.Done(ProtocolWrite.CertificateListed, certification.CertificateId);
            metrics.CertificateIssued(certification.Key.Kind, time.GetUtcNow() - certification.AcceptedAt);
        }

        return listed;
    }

    /// <summary>Only for what was just seen to be never listed: everything under its id goes, whoever wrote it.</summary>
    private async Task DeleteArtifactsAsync(string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in CertificateArtifacts.All(certificateId))
        {
            await store.DeleteAsync(name, cancellationToken);
        }

        ProtocolWrites.Done(ProtocolWrite.ArtifactsDeleted, certificateId);
    }

    private CertificateVersion VersionOf(CertificationEvent certification, MadeArtifacts made) => new()
    {
        Key = certification.Key,
        CertificateId = certification.CertificateId,
        IssuedAt = time.GetUtcNow(),
        Kid = made.Kid,
        TemplateVersion = made.TemplateVersion,
        Hashes = made.Hashes,
        Facts = DoseFacts.Of(certification.Event),
    };
}
