using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Ledger;

/// <summary>
/// The only way to change a ledger: read it, decide, announce, and write if nobody else has written in the meantime, else begin again. An
/// order is carried out once, even if the answer of the store was lost or the call is repeated.
/// </summary>
public sealed class LedgerChanger(
    LedgerStore ledgers, LedgerReferences references, ChangeAnnouncer announcer, CertificateMetrics metrics, TimeProvider time)
{
    private const int MostTries = 20;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Changes a ledger for a call; announces the change before.</summary>
    /// <param name="ledger">The ledger's name.</param>
    /// <param name="order">The order: 128 random bits for each call, or derived from the call's Idempotency-Key.</param>
    /// <param name="done">The outcome if the order was already carried out. Has no side effects.</param>
    /// <param name="decide">
    /// Decides what to write, if anything. Has no side effects and depends only on the ledger and the clock, from which it takes the time
    /// of its entries (<see cref="CertificateLedger.TimeOfNext"/>). It is called again after each refused write, so that no entry has a
    /// time before the ledger was read.
    /// </param>
    /// <param name="cancellationToken">Cancels the work between two steps.</param>
    /// <exception cref="LedgerBusyException">Others were first at every try.</exception>
    public Task<T> ChangeAsync<T>(
        string ledger, string order, Func<CertificateLedger, T> done, Func<CertificateLedger, LedgerDecision<T>> decide,
        CancellationToken cancellationToken)
    {
        return ChangeAsync(ledger, null, order, done, decide, isAnnouncedAhead: true, cancellationToken);
    }

    /// <summary>Changes a ledger and announces nothing: for a change that no subscriber gets, such as the discarding of an event.</summary>
    /// <inheritdoc
    /// cref="ChangeAsync{T}(string, string, Func{CertificateLedger, T}, Func{CertificateLedger, LedgerDecision{T}}, CancellationToken)"/>
    public Task<T> ChangeUnannouncedAsync<T>(
        string ledger, string order, Func<CertificateLedger, T> done, Func<CertificateLedger, LedgerDecision<T>> decide,
        CancellationToken cancellationToken)
    {
        return ChangeAsync(ledger, null, order, done, decide, isAnnouncedAhead: false, cancellationToken);
    }

    /// <summary>
    /// Enters a certificate in a ledger that the caller has read before it made the artifacts. The first try uses the ledger as it was read
    /// then. If somebody has written it since, the write is refused, and the ledger is read again. Nothing is announced: the caller does
    /// that after the write, and the message of the event comes again until it is done.
    /// </summary>
    /// <inheritdoc
    /// cref="ChangeAsync{T}(string, string, Func{CertificateLedger, T}, Func{CertificateLedger, LedgerDecision{T}}, CancellationToken)"/>
    public Task<T> EnterAsync<T>(
        LedgerSnapshot read, string order, Func<CertificateLedger, T> done, Func<CertificateLedger, LedgerDecision<T>> decide,
        CancellationToken cancellationToken)
    {
        return ChangeAsync(read.Name, read, order, done, decide, isAnnouncedAhead: false, cancellationToken);
    }

    private async Task<T> ChangeAsync<T>(
        string ledger,
        LedgerSnapshot? readBefore,
        string order,
        Func<CertificateLedger, T> done,
        Func<CertificateLedger, LedgerDecision<T>> decide,
        bool isAnnouncedAhead,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var read = tries == 1 && readBefore is not null ? readBefore : await ledgers.ReadAsync(ledger, cancellationToken);
            var doneAt = read.Ledger.RevisionOf(order);
            var decision = doneAt is null ? decide(read.Ledger) : new LedgerDecision<T>.Keep(done(read.Ledger));
            if (isAnnouncedAhead && decision is not LedgerDecision<T>.Refuse)
            {
                await AnnounceAheadAsync(read, doneAt, cancellationToken);

                // Decided again, so that entries are dated after the message was sent, however slow the queue was.
                decision = doneAt is null ? decide(read.Ledger) : decision;
            }

            if (decision is not LedgerDecision<T>.Write write)
            {
                return decision.ToOutcome(read.Ledger);
            }

            if (await TryWriteAsync(read, write.Changed, write.Changes, cancellationToken) is { } written)
            {
                var outcome = write.ToOutcome(written);
                if (isAnnouncedAhead)
                {
                    // Lifting a block changes no certificate, so it is named by the ledger.
                    foreach (var id in write.Changes.Select(change => change.CertificateId).DefaultIfEmpty(ledger))
                    {
                        ProtocolWrites.Done(ProtocolWrite.StateChanged, id);
                    }

                    await TryAnnounceAsync(read, cancellationToken);
                }

                return outcome;
            }

            if (tries >= MostTries || time.GetElapsedTime(began) >= LongestTime)
            {
                throw new LedgerBusyException();
            }

            await PauseAsync(tries, cancellationToken);
        }
    }

    /// <summary>
    /// Announces the write that may follow; docs/decisions/base-and-fence.md says why this is done before the write. The base of the
    /// message is the revision that was read. If the order was carried out earlier, it is the revision before that write: so the change is
    /// announced again if the queue has lost its message.
    /// </summary>
    private Task AnnounceAheadAsync(LedgerSnapshot read, long? doneAt, CancellationToken cancellationToken)
    {
        var from = doneAt is { } revision ? revision - 1 : read.Ledger.Revision;
        return announcer.AnnounceAheadAsync(read.Name, from, cancellationToken);
    }

    /// <summary>Writes a changed ledger, after its erasures are noted.</summary>
    /// <returns>The ledger as it was written; null if somebody else was first.</returns>
    private async Task<CertificateLedger?> TryWriteAsync(
        LedgerSnapshot read,
        CertificateLedger changed,
        IReadOnlyList<(string CertificateId, StateChangeKind Kind)> changes,
        CancellationToken cancellationToken)
    {
        foreach (var (certificateId, _) in changes.Where(change => change.Kind == StateChangeKind.Erased))
        {
            await references.NoteErasureAsync(certificateId, read.Name, cancellationToken);
        }

        if (await ledgers.TryChangeAsync(read, changed, cancellationToken) is not { } written)
        {
            return null;
        }

        // A suspension that an update copied is a change of the new certificate too. It is not counted, because nobody ordered it.
        foreach (var entry in written.Entries().Where(entry => entry.Revision == written.Revision && entry.Change is { Carried: false }))
        {
            metrics.StateChanged(entry.Kind);
        }

        return written;
    }

    /// <summary>Announces a write again, without delay. If that fails, the message that was sent ahead still announces it.</summary>
    private async Task TryAnnounceAsync(LedgerSnapshot read, CancellationToken cancellationToken)
    {
        try
        {
            await announcer.AnnounceAsync(read.Name, read.Ledger.Revision, cancellationToken);
        }
        catch (Exception fault) when (fault is Messaging.QueueUnavailableException or OperationCanceledException)
        {
            // The message that was sent ahead announces it.
        }
    }

    /// <summary>Real time, because it waits for other writers.</summary>
    private static Task PauseAsync(int tries, CancellationToken cancellationToken)
    {
        var longest = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, tries - 1), LongestPause.TotalMilliseconds);
        return Task.Delay(
            TimeSpan.FromMilliseconds(longest * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 2000.0))),
            TimeProvider.System,
            cancellationToken);
    }
}

/// <summary>The decision about a ledger and about the answer to its caller.</summary>
public abstract record LedgerDecision<T>
{
    /// <summary>The outcome for the caller.</summary>
    /// <param name="ledger">The ledger after the decision.</param>
    internal abstract T ToOutcome(CertificateLedger ledger);

    /// <summary>The order can't be carried out.</summary>
    public sealed record Refuse(T Outcome) : LedgerDecision<T>
    {
        internal override T ToOutcome(CertificateLedger ledger) => Outcome;
    }

    /// <summary>Everything is already as ordered, and the ledger is not changed.</summary>
    public sealed record Keep(T Outcome) : LedgerDecision<T>
    {
        internal override T ToOutcome(CertificateLedger ledger) => Outcome;
    }

    /// <summary>The ledger must be written.</summary>
    /// <param name="Changed">The ledger with its new entries.</param>
    /// <param name="OutcomeOf">The outcome for the caller, from the written ledger.</param>
    /// <param name="Changes">The certificates whose state changes, and how.</param>
    public sealed record Write(
        CertificateLedger Changed, Func<CertificateLedger, T> OutcomeOf,
        IReadOnlyList<(string CertificateId, StateChangeKind Kind)> Changes) : LedgerDecision<T>
    {
        internal override T ToOutcome(CertificateLedger ledger) => OutcomeOf(ledger);
    }
}

/// <summary>Others changed the ledger at every try. The caller can try again later.</summary>
public sealed class LedgerBusyException() : Exception("The ledger changed at every try.");
