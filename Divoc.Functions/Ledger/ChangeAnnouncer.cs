using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>Sends the messages that announce changes of ledgers.</summary>
public sealed class ChangeAnnouncer(
    [FromKeyedServices(CertificateChange.QueueName)] IMessageQueue queue, IEnumerable<ILedgerSubscriber> subscribers, TimeProvider time)
{
    /// <summary>
    /// After this time an announced write is done, unless its process was stopped or is slow: nobody waits for it earlier.
    /// </summary>
    private static readonly TimeSpan AheadOfWrite = TimeSpan.FromSeconds(5);

    /// <summary>Announces a write that will be tried next. After this, the queue has the message.</summary>
    public async Task AnnounceAheadAsync(string ledger, long revision, CancellationToken cancellationToken)
    {
        await SendAsync(
            new CertificateChange { Ledger = ledger, Base = revision, Since = time.GetUtcNow() }, AheadOfWrite, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ChangeAnnounced, ledger);
    }

    /// <summary>Announces a completed write. After this, the queue has the message.</summary>
    public async Task AnnounceAsync(string ledger, long revision, CancellationToken cancellationToken)
    {
        await SendAsync(
            new CertificateChange { Ledger = ledger, Base = revision, Since = time.GetUtcNow() }, TimeSpan.Zero, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ChangeAnnounced, ledger);
    }

    /// <summary>
    /// Announces a listed certificate. An update is always announced, because it changes the status of a certificate; a new certificate is
    /// announced only if a subscriber wants that.
    /// </summary>
    /// <param name="certification">Its event.</param>
    /// <param name="revision">The revision that listed it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task AnnounceListedAsync(CertificationEvent certification, long revision, CancellationToken cancellationToken)
    {
        return certification.Replaces is null && !WantsIssuedOf(certification.Owner)
            ? Task.CompletedTask
            : AnnounceAsync(certification.Ledger, revision - 1, cancellationToken);
    }

    /// <summary>
    /// Announces that an event failed for good, if a subscriber wants that. Called before the failure is recorded: the announcement waits
    /// for the record.
    /// </summary>
    /// <param name="certification">The event.</param>
    /// <param name="attempt">The number of the failed attempt, from 1.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task AnnounceFailedAsync(CertificationEvent certification, int attempt, CancellationToken cancellationToken)
    {
        return AnnounceAsync(certification, OutcomeKind.Failed, attempt, AheadOfWrite, cancellationToken);
    }

    /// <summary>
    /// Announces that an event made no certificate because another one was first, if a subscriber wants that. Called before its message is
    /// completed.
    /// </summary>
    /// <param name="certification">The event.</param>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task AnnounceOvertakenAsync(CertificationEvent certification, int attempt, CancellationToken cancellationToken)
    {
        var kind = certification.Replaces is null ? OutcomeKind.Duplicate : OutcomeKind.Conflict;
        return AnnounceAsync(certification, kind, attempt, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>
    /// Announces that all rows of an upload were processed, if a subscriber wants that. Called when its state says so, before its last
    /// message is completed.
    /// </summary>
    /// <param name="uploadId">The upload.</param>
    /// <param name="owner">The partner that sent it; null for none.</param>
    /// <param name="run">The number of the upload's run, from 1.</param>
    /// <param name="counts">What became of its rows.</param>
    /// <param name="finishedAt">The time in its state (UTC), the same at each call.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task AnnounceUploadAsync(
        string uploadId, string? owner, int run, UploadTotals counts, DateTimeOffset finishedAt, CancellationToken cancellationToken)
    {
        var outcome = new EventOutcome
        {
            Kind = OutcomeKind.UploadFinished,
            Subject = uploadId,
            Owner = owner,
            Attempt = run,
            At = finishedAt,
            Counts = counts,
        };
        return AnnounceAsync(CertificateChange.Of("", outcome), TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Sends a message again, changed, after a delay.</summary>
    public Task SendAsync(CertificateChange change, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = new QueueMessage
        {
            MessageId = RandomId.New(),
            Subject = CertificateChange.MessageSubject,
            CorrelationId = change.Ledger.Length > 0 ? change.Ledger : null,
            Body = change.ToBytes(),
            ScheduledFor = delay > TimeSpan.Zero ? time.GetUtcNow() + delay : null,
        };
        return queue.SendAsync([message], cancellationToken);
    }

    /// <summary>Whether a subscriber wants more than changes of a partner's certificates.</summary>
    private bool WantsIssuedOf(string? owner) => subscribers.Any(subscriber => subscriber.WantsIssuedOf(owner));

    private Task AnnounceAsync(
        CertificationEvent certification, OutcomeKind kind, int attempt, TimeSpan delay, CancellationToken cancellationToken)
    {
        var outcome = new EventOutcome
        {
            Kind = kind,
            Subject = certification.CertificateId,
            RequestId = certification.RequestId,
            Owner = certification.Owner,
            Attempt = attempt,
            At = time.GetUtcNow(),
        };
        return AnnounceAsync(CertificateChange.Of(certification.Ledger, outcome), delay, cancellationToken);
    }

    private async Task AnnounceAsync(CertificateChange outcome, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (WantsIssuedOf(outcome.Outcome!.Owner))
        {
            await SendAsync(outcome, delay, cancellationToken);
            ProtocolWrites.Done(ProtocolWrite.ChangeAnnounced, outcome.Outcome.Subject);
        }
    }
}
