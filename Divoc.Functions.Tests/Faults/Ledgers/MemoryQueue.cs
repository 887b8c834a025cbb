using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// The queue of changes in memory, shared by all processes of a schedule. Sending and settling stop until the schedule says how they end;
/// receiving is the schedule's own.
/// </summary>
internal sealed class MemoryQueue(TimeProvider clock) : IMessageQueue
{
    private readonly List<Held> messages = [];
    private int lastNumber;

    /// <summary>Whether nothing lies in it, to be delivered now or later.</summary>
    public bool IsEmpty => messages.Count == 0;

    /// <summary>What could be delivered now.</summary>
    public IReadOnlyList<Held> Ready => [.. messages.Where(message => message.Owner is null && message.DueAt <= clock.GetUtcNow())];

    /// <summary>What is being handled.</summary>
    public IReadOnlyList<Held> Locked => [.. messages.Where(message => message.Owner is not null)];

    /// <summary>Whether a message of a write that is based on a revision is not handled to its end.</summary>
    public bool HoldsMessageOf(string ledger, long revision) =>
        messages.Any(message => message.Change.Ledger == ledger && message.Change.Base == revision);

    /// <summary>The locks of a process that has stopped run out.</summary>
    public void Release(LedgerProcess process) =>
        messages.Where(message => message.Owner?.Process == process).ToList().ForEach(message => message.Owner = null);

    public async Task SendAsync(IReadOnlyList<QueueMessage> sent, CancellationToken cancellationToken)
    {
        var fate = await StopAsync(CallKind.Send, $"send {Describe(CertificateChange.Parse(sent[0].Body)!)}");
        for (var times = fate == Fate.Double ? 2 : 1; times > 0; times--)
        {
            messages.AddRange(sent.Select(message => new Held(
                ++lastNumber, CertificateChange.Parse(message.Body)!, message.Body, message.ScheduledFor ?? DateTimeOffset.MinValue)));
        }

        await EndAsync(fate);
    }

    /// <summary>A delivery has ended well.</summary>
    public async Task CompleteAsync(Held message)
    {
        var fate = await StopAsync(CallKind.Settle, $"complete message {message.Number}");
        if (message.Owner != LedgerFlow.Current || !messages.Remove(message))
        {
            throw new LockLostException("The lock is lost.");
        }

        await EndAsync(fate);
    }

    public static string Describe(CertificateChange change) => "base "
        + $"{change.Base}{(change.Waits > 0 ? $" waits {change.Waits}" : "")}"
        + $"{(change.Open is null ? "" : $" for {string.Join('+', change.Open)}")}";

    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task CheckWritableAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private static async Task<Fate> StopAsync(CallKind kind, string text)
    {
        var flow = LedgerFlow.Current ?? throw new InvalidOperationException("Only flows use the queue.");
        var fate = await flow.StopAtAsync(new Call(kind, text));
        switch (fate)
        {
            case Fate.Refuse:
                throw new QueueUnavailableException("The queue is out.");
            case Fate.StopBefore:
                flow.Process.Stop();
                return await flow.EndAsync<Fate>();
            default:
                return fate;
        }
    }

    private static async Task EndAsync(Fate fate)
    {
        switch (fate)
        {
            case Fate.LoseAnswer:
                throw new QueueUnavailableException("The answer was lost.");
            case Fate.StopAfter:
                LedgerFlow.Current!.Process.Stop();
                await LedgerFlow.Current.EndAsync<int>();
                break;
        }
    }

    /// <summary>A message that is not completed.</summary>
    internal sealed class Held(int number, CertificateChange change, ReadOnlyMemory<byte> body, DateTimeOffset dueAt)
    {
        public int Number => number;

        public CertificateChange Change => change;

        public ReadOnlyMemory<byte> Body => body;

        public DateTimeOffset DueAt => dueAt;

        /// <summary>The delivery that has its lock; null while nobody has.</summary>
        public LedgerFlow? Owner { get; set; }
    }
}
