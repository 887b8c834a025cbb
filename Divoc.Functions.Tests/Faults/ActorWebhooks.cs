using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// The queue of webhooks of a simulated program: what is sent there the partner gets. Each send stops until the schedule says how it ends.
/// </summary>
internal sealed class ActorWebhooks(Judge judge) : IMessageQueue
{
    public async Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        var actor = Actor.Current ?? throw new InvalidOperationException("Only actors tell.");
        var fate = await actor.StopAtAsync(new Call(CallKind.Send, "tell"));
        switch (fate)
        {
            case Fate.StopBefore:
                actor.Program.Stop();
                await actor.EndAsync<int>();
                break;
            case Fate.Refuse or Fate.BreakOff:
                throw new QueueUnavailableException("The queue of webhooks is out.");
            case Fate.Fail:
                throw new InjectedFaultException("The queue of webhooks has a bug.");
        }

        foreach (var message in messages)
        {
            judge.SawWebhook(WebhookMessage.Parse(message.Body)!);
        }

        switch (fate)
        {
            case Fate.StopAfter:
                actor.Program.Stop();
                await actor.EndAsync<int>();
                break;
            case Fate.LoseAnswer:
                throw new QueueUnavailableException("The answer was lost.");
        }

        judge.Report(actor.Names.Told());
    }

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReceivedMessage>>([]);

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReceivedMessage>>([]);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReceivedMessage>>([]);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task CheckWritableAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
