using System.Globalization;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Faults;

/// <summary>The queue of a simulated program: each call of an actor stops until the schedule says how it ends. Receiving is the schedule's own.</summary>
internal sealed class GatedQueue(IEventQueue inner, SimulatedProgram program, TimeProvider clock) : IEventQueue
{
    private int doubles;

    public async Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Send, $"send {messages.Count}");
        var planned = messages.Select(Plan).ToList();
        var taken = actor.Fate == Fate.BreakOff ? planned.Take(messages.Count / 2).ToList() : planned;
        await inner.SendAsync(taken, cancellationToken);
        taken.ForEach(message => program.Judge.SawEvent(message.Body));
        if (actor.Fate == Fate.Double)
        {
            await inner.SendAsync([.. taken.Select(message => message with { MessageId = $"{message.MessageId}.d{++doubles}" })], cancellationToken);
        }

        await EndAsync(actor);
        if (actor.Of.CertificateId is null)
        {
            program.Judge.Report(actor.Of.Names.Sent());
        }
    }

    public async Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Settle, $"complete message {message.SequenceNumber}");
        await inner.CompleteAsync(message, cancellationToken);
        await EndAsync(actor);
    }

    public async Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Settle, $"abandon message {message.SequenceNumber}");
        await inner.AbandonAsync(message, cancellationToken);
        await EndAsync(actor);
    }

    public async Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Settle, $"set message {message.SequenceNumber} aside for {reason}");
        await inner.DeadLetterAsync(message, reason, description, cancellationToken);
        await EndAsync(actor);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        await StopAsync(CallKind.Read, "peek at dead letters");
        return await inner.PeekDeadLettersAsync(fromSequenceNumber, count, cancellationToken);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken)
    {
        await StopAsync(CallKind.Read, "receive dead letters");
        return await inner.ReceiveDeadLettersAsync(count, cancellationToken);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        await StopAsync(CallKind.Read, "look through dead letters");
        return await inner.PeekDeadLetterHeadersAsync(fromSequenceNumber, count, cancellationToken);
    }

    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CheckWritableAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The jitter of a retry would make schedules differ: it is taken out.</summary>
    private QueueMessage Plan(QueueMessage message)
    {
        if (message.ScheduledFor is null)
        {
            return message;
        }

        var attempt = int.Parse(message.Properties["attempt"], CultureInfo.InvariantCulture);
        return message with { ScheduledFor = clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), 300)) };
    }

    private async Task<(Actor Of, Fate Fate)> StopAsync(CallKind kind, string text)
    {
        var actor = Actor.Current ?? throw new InvalidOperationException("Only actors use the queue.");
        var fate = await actor.StopAtAsync(new Call(kind, text));
        switch (fate)
        {
            case Fate.Refuse:
                throw new QueueUnavailableException("The queue is out.");
            case Fate.Fail:
                throw new InjectedFaultException("The queue has a bug.");
            case Fate.StopBefore:
                program.Stop();
                return await actor.EndAsync<(Actor, Fate)>();
            default:
                return (actor, fate);
        }
    }

    private async Task EndAsync((Actor Of, Fate Fate) actor)
    {
        switch (actor.Fate)
        {
            case Fate.LoseAnswer or Fate.BreakOff:
                throw new QueueUnavailableException("The answer was lost.");
            case Fate.StopAfter:
                program.Stop();
                await actor.Of.EndAsync<int>();
                break;
        }
    }
}
