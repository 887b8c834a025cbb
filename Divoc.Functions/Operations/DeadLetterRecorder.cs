using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Writes the failure record of events that were set aside and have none: those that the queue set aside by itself (crashed too often, expired), where nobody else
/// is there to do it, and those whose replay broke off. It only looks at the messages and leaves them where they are.
/// </summary>
public sealed class DeadLetterRecorder(SetAsideMessages setAside, LedgerStore ledgers, FailureRegistry failures, TimeProvider time)
{
    /// <summary>
    /// For how long what was seen is not looked at again, so that many dead letters cost few reads. A record that a replay removed before it broke off comes back
    /// after so long at the latest, whichever process that happened in.
    /// </summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private const int PageSize = 100;

    // A message keeps its number when it is set aside, so that one with a lower number can come after one with a higher: each look goes through all
    // that lie there.
    private Dictionary<(string Place, long SequenceNumber), DateTimeOffset> seen = [];

    /// <summary>Records what was set aside since the last look.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        Dictionary<(string Place, long SequenceNumber), DateTimeOffset> lying = [];
        foreach (var place in setAside.Places)
        {
            IReadOnlyList<ReceivedMessage> page;
            long from = 0;
            do
            {
                page = await place.PeekAsync(from, PageSize, cancellationToken);
                foreach (var message in page)
                {
                    lying[(place.Name, message.SequenceNumber)] = await SeeAsync(place, message, cancellationToken);
                    from = message.SequenceNumber + 1;
                }
            }
            while (page.Count == PageSize);
        }

        // What was replayed or dropped since need not be remembered.
        seen = lying;
    }

    /// <summary>Returns when the message was last looked at.</summary>
    private async Task<DateTimeOffset> SeeAsync(SetAsidePlace place, ReceivedMessage message, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (seen.TryGetValue((place.Name, message.SequenceNumber), out var before) && now - before < Memory)
        {
            return before;
        }

        await RecordAsync(message, cancellationToken);
        seen[(place.Name, message.SequenceNumber)] = now;
        return now;
    }

    private async Task RecordAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (CertificationEventJson.Parse(message.Message.Body) is not { } certification
            || await failures.FindAsync(certification.CertificateId, cancellationToken) is not null
            || !await IsOpenAsync(certification, cancellationToken))
        {
            return;
        }

        var failure = new FailureRecord(
            certification.CertificateId,
            SetAsideMessages.ReasonOf(message),
            message.DeadLetterDescription ?? "The queue set the event aside.",
            message.DeliveryCount,
            time.GetUtcNow());
        await failures.RecordAsync(failure, cancellationToken);
        if (!await IsOpenAsync(certification, cancellationToken))
        {
            // The event was replayed and overtaken since the look at its message, which is gone: nobody else would take the record back.
            await failures.RemoveAsync(certification.CertificateId, cancellationToken);
        }
    }

    /// <summary>Not if it is issued, or was overtaken before the queue gave up on it: callers may have been told so already.</summary>
    private async Task<bool> IsOpenAsync(CertificationEvent certification, CancellationToken cancellationToken)
    {
        var ledger = (await ledgers.ReadAsync(certification.Ledger, cancellationToken)).Ledger;
        return ledger.Find(certification.CertificateId) is null
            && ledger.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces);
    }
}
