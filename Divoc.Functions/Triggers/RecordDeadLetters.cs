using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Looks once a minute for events that the queue itself set aside, and records their failure.</summary>
public sealed class RecordDeadLetters(DeadLetterRecorder recorder)
{
    /// <summary>Handles a tick.</summary>
    [Function(nameof(RecordDeadLetters))]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return recorder.RecordAsync(cancellationToken);
    }
}
