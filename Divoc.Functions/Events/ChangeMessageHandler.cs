using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Events;

/// <summary>
/// Announces changes of certificates, at least once each. A message says only that a ledger may have changed after a revision; the ledger
/// shows whether it did. If it has not, the write may still come. So after a while the ledger is written unchanged with the next revision:
/// a write that is still in progress is then refused, and begins again with its own message. A message is never given up. Outcomes that are
/// no entry of a ledger (an event that failed or was overtaken) are handled the same way: the handler checks whether they are still true.
/// </summary>
public sealed partial class ChangeMessageHandler(
    LedgerStore ledgers,
    ChangeAnnouncer announcer,
    IEnumerable<ILedgerSubscriber> subscribers,
    OutcomeLook outcomes,
    IEnumerable<IEventSender> senders,
    CertificateMetrics metrics,
    ILogger<ChangeMessageHandler> logger)
{
    private static readonly TimeSpan[] WaitsForWrite =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(60)];
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    /// <summary>
    /// About a week: by then every event has its outcome, unless the store was restored and the message of the event is lost.
    /// </summary>
    private const int MostWaitsForOutcome = 2_000;

    /// <summary>Handles one delivery.</summary>
    public async Task HandleAsync(ReadOnlyMemory<byte> body, IDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            if (CertificateChange.Parse(body) is not { } change)
            {
                await delivery.DeadLetterAsync("NOT_A_CHANGE", "The message is not a change of a ledger.", cancellationToken);
                return;
            }

            await DispatchAsync(change, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or QueueUnavailableException or NewerFormException)
        {
            metrics.OutageMet();
            Log.Outage(logger, fault.Message);
            await delivery.RetryAfterOutageAsync(OutageDelay.After(delivery.Outages), cancellationToken);
        }
    }

    private async Task DispatchAsync(CertificateChange change, CancellationToken cancellationToken)
    {
        using var span = CertificateTraces.Start(CertificateTraces.Announce)
            ?.SetTag("divoc.change.waits", change.Waits)
            .SetTag("divoc.change.failures", change.Failures);
        try
        {
            await (change.Outcome is { } outcome
                ? HandleOutcomeAsync(change, outcome, cancellationToken)
                : HandleLedgerAsync(change, cancellationToken));
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
    }

    private async Task HandleLedgerAsync(CertificateChange change, CancellationToken cancellationToken)
    {
        var read = await ledgers.ReadAsync(change.Ledger, cancellationToken);
        if (read.Ledger.Revision == change.Base && change.Waits < WaitsForWrite.Length)
        {
            metrics.ChangeHandled("waited");
            await announcer.SendAsync(change with { Waits = change.Waits + 1 }, WaitsForWrite[change.Waits], cancellationToken);
            return;
        }

        if (read.Ledger.Revision == change.Base && await TryFenceAsync(read, cancellationToken))
        {
            return;
        }

        read = read.Ledger.Revision == change.Base ? await ledgers.ReadAsync(change.Ledger, cancellationToken) : read;
        if (read.Ledger.Revision < change.Base)
        {
            metrics.ChangeHandled("restored");
            Log.Restored(logger, change.Base, read.Ledger.Revision);
            return;
        }

        await HandEntriesOverAsync(change, read, cancellationToken);
    }

    /// <summary>
    /// If an event failed and its record is not there yet, or if it was replayed, the handler waits: the event will have an outcome.
    /// </summary>
    private async Task HandleOutcomeAsync(CertificateChange change, EventOutcome outcome, CancellationToken cancellationToken)
    {
        switch (await outcomes.LookAsync(change.Ledger, outcome, cancellationToken))
        {
            case OutcomeNow.Confirmed confirmed:
                var takers = senders.Where(sender => sender.SendsFor(confirmed.Notice.Owner));
                await HandOverToAllAsync(
                    change, takers, sender => sender.Name, sender => sender.SendAsync(confirmed.Notice, cancellationToken),
                    cancellationToken);
                break;
            case OutcomeNow.IsOpen when change.Waits < MostWaitsForOutcome:
                metrics.ChangeHandled("waited");
                var wait = change.Waits < WaitsForWrite.Length ? WaitsForWrite[change.Waits] : LongestDelay;
                await announcer.SendAsync(change with { Waits = change.Waits + 1 }, wait, cancellationToken);
                break;
            default:
                metrics.ChangeHandled("overtaken");
                break;
        }
    }

    /// <summary>After this, every write that is based on this revision and is not yet done is refused.</summary>
    private async Task<bool> TryFenceAsync(LedgerSnapshot read, CancellationToken cancellationToken)
    {
        if (await ledgers.TryChangeAsync(read, read.Ledger, cancellationToken) is null)
        {
            return false;
        }

        ProtocolWrites.Done(ProtocolWrite.LedgerFenced, read.Name);
        metrics.ChangeHandled("fenced");
        return true;
    }

    private async Task HandEntriesOverAsync(CertificateChange change, LedgerSnapshot read, CancellationToken cancellationToken)
    {
        var entries = read.Ledger.Entries().Where(entry => entry.Revision > change.Base).ToList();
        await HandOverToAllAsync(
            change,
            subscribers,
            subscriber => subscriber.Name,
            subscriber => TakeAsync(subscriber, read, entries, cancellationToken),
            cancellationToken);
    }

    private static async Task TakeAsync(
        ILedgerSubscriber subscriber, LedgerSnapshot read, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries.Where(entry => entry.Change is not null || subscriber.WantsIssuedOf(entry.Certificate.Owner)))
        {
            await subscriber.TakeAsync(read, entry, cancellationToken);
        }
    }

    /// <summary>Passes an item to all receivers that have not handled it; the message is sent again for those that fail.</summary>
    private async Task HandOverToAllAsync<T>(
        CertificateChange change, IEnumerable<T> takers, Func<T, string> nameOf, Func<T, Task> take, CancellationToken cancellationToken)
    {
        List<string> open = [];
        foreach (var taker in takers.Where(taker => change.Open?.Contains(nameOf(taker)) ?? true))
        {
            if (!await TryHandOverAsync(nameOf(taker), () => take(taker), cancellationToken))
            {
                open.Add(nameOf(taker));
            }
        }

        if (open.Count > 0)
        {
            metrics.ChangeHandled("failed");
            await announcer.SendAsync(
                change with { Open = open, Failures = change.Failures + 1 }, DelayAfter(change.Failures + 1), cancellationToken);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever a subscriber fails at, it gets the entries again, and the others do not wait for it.")]
    private async Task<bool> TryHandOverAsync(string name, Func<Task> take, CancellationToken cancellationToken)
    {
        try
        {
            await take();
            return true;
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            Log.SubscriberFailed(logger, name, fault);
            return false;
        }
    }

    private static TimeSpan DelayAfter(int tries) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, tries), LongestDelay.TotalSeconds));

    private static partial class Log
    {
        [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "The announcement of a change is postponed: {Reason}")]
        public static partial void Outage(ILogger logger, string reason);

        [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "The subscriber {Subscriber} failed to handle a change. It "
            + "gets the change again.")]
        public static partial void SubscriberFailed(ILogger logger, string subscriber, Exception fault);

        [LoggerMessage(EventId = 1103, Level = LogLevel.Critical, Message = "A ledger has revision {Revision} but had revision {Base} "
            + "before: the store was restored from a backup. Run the command 'status rebuild', and erase again "
            + "what was erased after the backup.")]
        public static partial void Restored(ILogger logger, long @base, long revision);
    }
}
