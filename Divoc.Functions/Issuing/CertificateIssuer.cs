using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>
/// Makes a listed certificate from an accepted event. Every step may be repeated, by a second or a concurrent delivery: the conditional
/// write of the ledger is the only commit point, and a delivery that loses it sees that when it reads the ledger again.
/// </summary>
public sealed class CertificateIssuer(
    LedgerStore ledgers,
    LedgerChanger changer,
    ChangeAnnouncer announcer,
    CertificateTypes types,
    ArtifactMaker maker,
    IArtifactStore store,
    CertificateArtifacts artifacts,
    FailureRegistry failures,
    CertificateMetrics metrics,
    TimeProvider time)
{
    /// <summary>Issues the certificate of an event, unless it is already issued or another one exists instead.</summary>
    /// <param name="certification">The event.</param>
    /// <param name="facts">What the ledger keeps of it.</param>
    /// <param name="isFirst">Whether this is its first delivery, as far as the queue knows.</param>
    /// <param name="lane">The lane of its queue.</param>
    /// <param name="cancellationToken">Cancels the work; the message is delivered again.</param>
    /// <returns>What became of the event.</returns>
    /// <exception cref="EventFailedException">The event can never become a certificate.</exception>
    /// <exception cref="IssuedButNotFinishedException">It is issued, but the message must be delivered again.</exception>
    public async Task<IssuingOutcome> IssueAsync(
        CertificationEvent certification, EventFacts facts, bool isFirst, SigningLane lane, CancellationToken cancellationToken)
    {
        var read = await ledgers.ReadAsync(certification.Ledger, cancellationToken);
        if (read.Ledger.Find(certification.CertificateId) is { } listed)
        {
            await FinishAsync(certification, listed, cancellationToken);
            return IssuingOutcome.IssuedBefore;
        }

        if (RefusalOf(certification, read.Ledger) is { } refused)
        {
            return await GiveUpAsync(certification, refused, cancellationToken);
        }

        var made = await maker.MakeAndStoreAsync(certification, read.Ledger, isFirst, lane, cancellationToken);
        var listing = await EnterAsync(certification, facts, read, made, cancellationToken);
        if (listing is Listing.Listed done)
        {
            TellOf(certification, done.IsNew);
            await FinishAsync(certification, done.Certificate, cancellationToken);
            return done.IsNew ? IssuingOutcome.Issued : IssuingOutcome.IssuedBefore;
        }

        return await GiveUpAsync(certification, listing, cancellationToken);
    }

    private async Task<Listing> EnterAsync(
        CertificationEvent certification, EventFacts facts, LedgerSnapshot read, MadeArtifacts made, CancellationToken cancellationToken)
    {
        using (metrics.Time(CertificateTraces.List))
        {
            return await changer.EnterAsync<Listing>(
                read,
                certification.CertificateId,
                ledger => new Listing.Listed(ledger.Find(certification.CertificateId)!, IsNew: false),
                ledger => Decide(certification, VersionOf(certification, facts, made, ledger.TimeOfNext(time.GetUtcNow())), ledger),
                cancellationToken);
        }
    }

    /// <summary>Why an event can't be listed; null if it can.</summary>
    private static Listing? RefusalOf(CertificationEvent certification, CertificateLedger ledger)
    {
        if (!ledger.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces))
        {
            return new Listing.Overtaken();
        }

        if (ledger.HasDiscarded(certification.CertificateId))
        {
            return new Listing.Discarded();
        }

        var owner = ledger.OwnerOf(certification);
        if (ledger.IsBarred(owner))
        {
            return new Listing.Barred();
        }

        return ledger.IsFullFor(owner) ? new Listing.Full(IsForGood: ledger.CountOf(owner) >= CertificateLedger.MaximumVersions) : null;
    }

    private static LedgerDecision<Listing> Decide(CertificationEvent certification, ListedCertificate version, CertificateLedger ledger)
    {
        if (RefusalOf(certification, ledger) is { } refused)
        {
            return new LedgerDecision<Listing>.Refuse(refused);
        }

        var changed = Enter(certification, version, ledger);
        return new LedgerDecision<Listing>.Write(
            changed, written => new Listing.Listed(written.Find(certification.CertificateId)!, IsNew: true),
            ChangesOf(certification, changed));
    }

    /// <summary>One write enters the certificate, and supersedes the one that it replaces.</summary>
    private static CertificateLedger Enter(CertificationEvent certification, ListedCertificate version, CertificateLedger ledger)
    {
        return certification.Replaces is null
            ? ledger.With(version)
            : ledger.WithUpdate(version, new StateChange
            {
                Kind = StateChangeKind.Superseded,
                Order = version.CertificateId,
                At = version.IssuedAt,
                Reason = "UPDATED",
                By = certification.UpdatedBy ?? "",
                ReplacedBy = version.CertificateId,
            });
    }

    /// <summary>
    /// An update changes the state of the certificate that it replaces, and its own state from the beginning if it takes over a suspension.
    /// </summary>
    private static List<(string CertificateId, StateChangeKind Kind)> ChangesOf(CertificationEvent certification, CertificateLedger changed)
    {
        List<(string, StateChangeKind)> changes = [];
        if (certification.Replaces is { } replaced)
        {
            changes.Add((replaced, StateChangeKind.Superseded));
        }

        if (changed.Find(certification.CertificateId)!.Changes.Count > 0)
        {
            changes.Add((certification.CertificateId, StateChangeKind.Suspended));
        }

        return changes;
    }

    private void TellOf(CertificationEvent certification, bool isNew)
    {
        if (isNew)
        {
            ProtocolWrites.Done(ProtocolWrite.CertificateListed, certification.CertificateId);
            metrics.CertificateIssued(certification.Key.Type, time.GetUtcNow() - certification.AcceptedAt);
        }
    }

    /// <summary>The work that is left once a certificate is listed, by this delivery, an earlier or a concurrent one.</summary>
    private async Task FinishAsync(CertificationEvent certification, ListedCertificate listed, CancellationToken cancellationToken)
    {
        try
        {
            await CleanUpAsync(listed, cancellationToken);
            await announcer.AnnounceListedAsync(certification, listed.Revision, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new IssuedButNotFinishedException(fault);
        }
    }

    private async Task<IssuingOutcome> GiveUpAsync(CertificationEvent certification, Listing refused, CancellationToken cancellationToken)
    {
        // An event that was refused because of a block or the size of the document can still be listed after a replay, also by a concurrent
        // copy: its artifacts stay.
        if (refused is Listing.Barred)
        {
            throw new EventFailedException(
                FaultCodes.OwnerBarred,
                "An operator has barred the partner from this preEnrollmentCode: the partner can certify nothing under it.");
        }

        if (refused is Listing.Full full)
        {
            if (full.IsForGood)
            {
                await DeleteArtifactsAsync(certification.CertificateId, cancellationToken);
            }

            throw new EventFailedException(
                "ENROLLMENT_FULL",
                $"The partner already has {CertificateLedger.MaximumVersions} certificates under this preEnrollmentCode, or the person's "
                + "ledger has its largest size.");
        }

        await DeleteArtifactsAsync(certification.CertificateId, cancellationToken);
        if (refused is Listing.Discarded)
        {
            // A concurrent replay may have removed the record of the discarded event.
            await failures.RecordAsync(
                FailureRecord.Of(certification, FailureRecord.Discarded, "Discarded.", 0, time.GetUtcNow()), cancellationToken);
            return IssuingOutcome.Discarded;
        }

        NoteOvertaken(certification);

        // A record may be left by a delivery that was stopped before it had dead-lettered its message, or by a recorder that checked just
        // before a replay. With this message, the event can't be replayed any more, so the record would stay permanently.
        await failures.RemoveAsync(certification.CertificateId, cancellationToken);
        return certification.Replaces is null ? IssuingOutcome.Duplicate : IssuingOutcome.Conflict;
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

    /// <summary>
    /// A delivery at the same time as, or after, the one that listed the certificate may have stored its artifacts again after they were
    /// erased.
    /// </summary>
    private Task CleanUpAsync(ListedCertificate listed, CancellationToken cancellationToken)
    {
        return listed.IsErased() ? DeleteArtifactsAsync(listed.CertificateId, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>
    /// Only for a certificate that was just found to be erased or never to be listed: everything with its id is deleted, whoever wrote it.
    /// </summary>
    private async Task DeleteArtifactsAsync(string certificateId, CancellationToken cancellationToken)
    {
        await artifacts.DeleteAllAsync(store, certificateId, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ArtifactsDeleted, certificateId);
    }

    private ListedCertificate VersionOf(CertificationEvent certification, EventFacts facts, MadeArtifacts made, DateTimeOffset issuedAt)
    {
        return new ListedCertificate
        {
            Key = certification.Key,
            TypeVersion = certification.Event.Version,
            CertificateId = certification.CertificateId,
            Owner = certification.Owner,
            RequestId = certification.RequestId,
            IssuedAt = issuedAt,
            Kid = made.Kid,
            TemplateVersion = made.TemplateVersion,
            Hashes = made.Hashes,
            BindingHash = made.BindingHash,
            ValidUntil = types.Current.Of(certification.Event).ValidityOf(certification.Event.Data).Until,
            Facts = facts,
        };
    }

    /// <summary>The result of an event in the ledger.</summary>
    private abstract record Listing
    {
        /// <summary>It is listed, by this delivery or by another one.</summary>
        public sealed record Listed(ListedCertificate Certificate, bool IsNew) : Listing;

        /// <summary>Another certificate exists instead.</summary>
        public sealed record Overtaken : Listing;

        /// <summary>Its event was discarded; its failure record stays.</summary>
        public sealed record Discarded : Listing;

        /// <summary>Its owner is blocked from the ledger.</summary>
        public sealed record Barred : Listing;

        /// <summary>The ledger has no room for it.</summary>
        /// <param name="IsForGood">
        /// Whether the owner has its maximum of versions. A document that is too large can become smaller after a release.
        /// </param>
        public sealed record Full(bool IsForGood) : Listing;
    }
}

/// <summary>The outcome of an event that did not fail.</summary>
public enum IssuingOutcome
{
    /// <summary>Its certificate is listed now.</summary>
    Issued,

    /// <summary>Its certificate was already listed, by an earlier or a concurrent delivery.</summary>
    IssuedBefore,

    /// <summary>Another certificate exists instead.</summary>
    Duplicate,

    /// <summary>The certificate that it should replace is no longer live.</summary>
    Conflict,

    /// <summary>It was discarded.</summary>
    Discarded,
}

/// <summary>The certificate is issued, but the work after that failed: the message is delivered again, and no attempt is used up.</summary>
public sealed class IssuedButNotFinishedException(Exception innerException)
    : Exception("The certificate is issued, and it is not announced yet.", innerException);
