namespace Divoc.Functions.Messaging;

/// <summary>
/// What a triggered function may do with the message it was called for; each host fills it for the time of one call. A function that
/// returns without having used it has succeeded: the host completes the message. One that throws has its message delivered again.
/// </summary>
public interface IDelivery
{
    /// <summary>This is attempt n at the event, counted from 1 over all copies of its message.</summary>
    int Attempt { get; }

    /// <summary>How many deliveries of this attempt have ended in <see cref="RetryAfterOutageAsync"/> or <see cref="PostponeAsync"/>, one after the other.</summary>
    int Outages { get; }

    /// <summary>
    /// Whether this is the first delivery of a message that is no copy, so that nothing was done for it yet. A message that was sent twice has two first deliveries: work can be saved by it, and
    /// nothing else may depend on it.
    /// </summary>
    bool IsFirst { get; }

    /// <summary>Schedules a copy of the message as the next attempt and completes this one.</summary>
    Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Schedules a copy with the attempt unchanged, since the store, the key or the queue is at fault and not the event, and completes this one. The embedded host also
    /// pauses receiving. See <see cref="OutageDelay"/> for the delay.
    /// </summary>
    Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Schedules a copy with the attempt unchanged, since its turn has not come, and completes this one: nothing is out. It counts as an outage of this message, so
    /// that one that is put off without end can be told.
    /// </summary>
    Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Sets the message aside for good.</summary>
    /// <param name="reason">A short stable word.</param>
    /// <param name="description">A sentence without personal data.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SetAsideAsync(string reason, string description, CancellationToken cancellationToken);
}
