using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>Sends the messages that announce changes of ledgers.</summary>
public sealed class ChangeAnnouncer(
    [FromKeyedServices(CertificateChange.QueueName)] IEventQueue queue, IEnumerable<ILedgerSubscriber> subscribers, TimeProvider time)
{
    /// <summary>So long after it is announced a write has come, unless its process was stopped or is slow: nobody waits for it before.</summary>
    private static readonly TimeSpan AheadOfWrite = TimeSpan.FromSeconds(5);

    private readonly bool wantsIssued = subscribers.Any(subscriber => subscriber.WantsIssued);

    /// <summary>Announces a write that is about to be tried. When this returns the queue has the message.</summary>
    public async Task AnnounceAheadAsync(string ledger, long revision, CancellationToken cancellationToken)
    {
        await SendAsync(new CertificateChange { Ledger = ledger, Base = revision, Since = time.GetUtcNow() }, AheadOfWrite, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ChangeAnnounced, ledger);
    }

    /// <summary>Announces a write that is done. When this returns the queue has the message.</summary>
    public async Task AnnounceAsync(string ledger, long revision, CancellationToken cancellationToken)
    {
        await SendAsync(new CertificateChange { Ledger = ledger, Base = revision, Since = time.GetUtcNow() }, TimeSpan.Zero, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ChangeAnnounced, ledger);
    }

    /// <summary>
    /// Announces a certificate that is listed. An update always changes what the world must know; plain issuing is announced only where a subscriber wants to hear of it.
    /// </summary>
    /// <param name="certification">The event that it came from.</param>
    /// <param name="revision">The revision that listed it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task AnnounceListedAsync(CertificationEvent certification, long revision, CancellationToken cancellationToken)
    {
        return certification.Replaces is null && !wantsIssued ? Task.CompletedTask : AnnounceAsync(certification.Ledger, revision - 1, cancellationToken);
    }

    /// <summary>Sends a message again, changed, after a delay.</summary>
    public Task SendAsync(CertificateChange change, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = new QueueMessage
        {
            MessageId = RandomId.New(),
            Subject = CertificateChange.MessageSubject,
            CorrelationId = change.Ledger,
            Body = change.ToBytes(),
            ScheduledFor = delay > TimeSpan.Zero ? time.GetUtcNow() + delay : null,
        };
        return queue.SendAsync([message], cancellationToken);
    }
}
