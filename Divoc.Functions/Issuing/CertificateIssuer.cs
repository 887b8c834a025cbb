using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Issuing;

/// <summary>
/// From an accepted event to a listed certificate. Every step may be repeated, by a second delivery or beside one: the conditional write of the
/// ledger is the only commit point, and whatever loses it finds out at its next look at the ledger.
/// </summary>
public sealed class CertificateIssuer(
    LedgerStore ledgers,
    LedgerReferences references,
    ArtifactMaker maker,
    IArtifactStore store,
    FailureRegistry failures,
    CertificateMetrics metrics,
    TimeProvider time)
{
    // Each refused write means that another delivery of the same person was listed or a state changed, so progress is made elsewhere. After so many the
    // event is tried again later.
    private const int MostTries = CertificateLedger.MaximumVersions + 1;

    /// <summary>Issues the certificate of an event, unless it is issued already or another one took its place.</summary>
    /// <exception cref="EventFailedException">The event can never become a certificate.</exception>
    public async Task IssueAsync(CertificationEvent certification, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var read = await ledgers.ReadAsync(certification.Ledger, cancellationToken);
            if (read.Ledger.Find(certification.CertificateId) is { } listed)
            {
                await CleanUpAsync(listed, cancellationToken);
                return;
            }

            if (!read.Ledger.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces))
            {
                NoteOvertaken(certification);
                await DeleteArtifactsAsync(certification.CertificateId, cancellationToken);

                // A delivery that was stopped before it had set its message aside, or a recorder that looked just before a replay, may have left a record. With this
                // message goes what could be replayed, so the record would stay for good.
                await failures.RemoveAsync(certification.CertificateId, cancellationToken);
                return;
            }

            if (read.Ledger.IsFull())
            {
                await DeleteArtifactsAsync(certification.CertificateId, cancellationToken);
                throw new EventFailedException("ENROLLMENT_FULL", $"The ledger lists {CertificateLedger.MaximumVersions} certificates already.");
            }

            if (await TryIssueAsync(certification, read, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException("The ledger changed at every try.");
    }

    private async Task<bool> TryIssueAsync(CertificationEvent certification, LedgerSnapshot read, CancellationToken cancellationToken)
    {
        var made = await maker.MakeAsync(certification, read.Ledger, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ArtifactsStored, certification.CertificateId);

        var changed = List(certification, made, read.Ledger);
        await NoteChangesAsync(certification, changed, cancellationToken);
        var listed = await ledgers.TryChangeAsync(read, changed, cancellationToken);
        if (listed)
        {
            ProtocolWrites.Done(ProtocolWrite.CertificateListed, certification.CertificateId);
            if (certification.Replaces is not null)
            {
                metrics.StateChanged(nameof(StateChangeKind.Superseded));
            }

            metrics.CertificateIssued(certification.Key.Kind.ToString(), time.GetUtcNow() - certification.AcceptedAt);
        }

        return listed;
    }

    /// <summary>An update changes the state of the certificate that it replaces, and its own from the beginning where a suspension goes over to it.</summary>
    private async Task NoteChangesAsync(CertificationEvent certification, CertificateLedger changed, CancellationToken cancellationToken)
    {
        if (certification.Replaces is { } replaced)
        {
            await references.NoteChangeAsync(replaced, certification.Ledger, cancellationToken);
        }

        if (changed.Find(certification.CertificateId)!.Changes.Count > 0)
        {
            await references.NoteChangeAsync(certification.CertificateId, certification.Ledger, cancellationToken);
        }
    }

    /// <summary>One write lists the certificate, and ends the one that it replaces.</summary>
    private CertificateLedger List(CertificationEvent certification, MadeArtifacts made, CertificateLedger ledger)
    {
        var version = VersionOf(certification, made);
        return certification.Replaces is null
            ? ledger.With(version)
            : ledger.WithUpdate(version, new StateChange
            {
                Kind = StateChangeKind.Superseded,
                At = version.IssuedAt,
                Reason = "UPDATED",
                By = certification.UpdatedBy ?? "",
                ReplacedBy = version.CertificateId,
            });
    }

    private void NoteOvertaken(CertificationEvent certification)
    {
        if (certification.Replaces is null)
        {
            metrics.DuplicateMet();
        }
        else
        {
            metrics.ConflictMet();
        }
    }

    /// <summary>A delivery beside or after the one that listed the certificate may have stored its artifacts again after they were erased.</summary>
    private Task CleanUpAsync(ListedCertificate listed, CancellationToken cancellationToken)
    {
        return listed.IsErased() ? DeleteArtifactsAsync(listed.CertificateId, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Only for what was just seen to be never listed, or erased: everything under its id goes, whoever wrote it.</summary>
    private async Task DeleteArtifactsAsync(string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in CertificateArtifacts.All(certificateId))
        {
            await store.DeleteAsync(name, cancellationToken);
        }

        ProtocolWrites.Done(ProtocolWrite.ArtifactsDeleted, certificateId);
    }

    private ListedCertificate VersionOf(CertificationEvent certification, MadeArtifacts made) => new()
    {
        Key = certification.Key,
        CertificateId = certification.CertificateId,
        Owner = certification.Owner,
        IssuedAt = time.GetUtcNow(),
        Kid = made.Kid,
        TemplateVersion = made.TemplateVersion,
        Hashes = made.Hashes,
        Facts = DoseFacts.Of(certification.Event),
    };
}
