using System.Globalization;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// The queue of a simulated program: each call of an actor stops until the schedule says how it ends. Receiving is the schedule's own.
/// </summary>
internal sealed class GatedQueue(IMessageQueue inner, bool isOfChanges, SimulatedProgram program, TimeProvider clock) : IMessageQueue
{
    private int doubles;

    public async Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Send, isOfChanges ? "announce" : $"send {messages.Count}");
        var planned = isOfChanges ? messages : [.. messages.Select(Plan)];
        var taken = actor.Fate == Fate.BreakOff ? [.. planned.Take(messages.Count / 2)] : planned;
        await SendAsync(taken);
        foreach (var message in taken.Where(_ => !isOfChanges))
        {
            program.Judge.SawEvent(message.Body);
        }

        if (actor.Fate == Fate.Double)
        {
            await SendAsync(
                [.. taken.Select(message => message with { MessageId = $"{message.MessageId}.d{++doubles}" })], cancellationToken);
        }

        await EndAsync(actor);
        if (isOfChanges ? !actor.Of.HandlesChange : actor.Of.CertificateId is null)
        {
            program.Judge.Report(isOfChanges ? actor.Of.Names.Announced() : actor.Of.Names.Sent());
        }
    }

    /// <summary>Of one message that breaks off nothing is left.</summary>
    private Task SendAsync(IReadOnlyList<QueueMessage> messages) =>
        messages.Count > 0 ? inner.SendAsync(messages, CancellationToken.None) : Task.CompletedTask;

    public async Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Settle, $"complete {What(message)}");
        await inner.CompleteAsync(message, cancellationToken);
        await EndAsync(actor);
    }

    public async Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Settle, $"abandon {What(message)}");
        await inner.AbandonAsync(message, cancellationToken);
        await EndAsync(actor);
    }

    public async Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken)
    {
        var actor = await StopAsync(CallKind.Settle, $"set {What(message)} aside for {reason}");
        await inner.DeadLetterAsync(message, reason, description, cancellationToken);
        await EndAsync(actor);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        await StopAsync(CallKind.Read, isOfChanges ? "peek at dead letters of changes" : "peek at dead letters");
        return await inner.PeekDeadLettersAsync(fromSequenceNumber, count, cancellationToken);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken)
    {
        await StopAsync(CallKind.Read, isOfChanges ? "receive dead letters of changes" : "receive dead letters");
        return await inner.ReceiveDeadLettersAsync(count, cancellationToken);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        await StopAsync(CallKind.Read, isOfChanges ? "look through dead letters of changes" : "look through dead letters");
        return await inner.PeekDeadLetterHeadersAsync(fromSequenceNumber, count, cancellationToken);
    }

    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task CheckWritableAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private string What(ReceivedMessage message) => $"{(isOfChanges ? "change" : "message")} {message.SequenceNumber}";

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
