namespace Divoc.Functions.Messaging;

/// <summary>
/// What a triggered function may do with its message; each host implements it for one call. If a function returns without using it, it has
/// succeeded, and the host completes the message. If a function throws, its message is delivered again.
/// </summary>
public interface IDelivery
{
    /// <summary>The number of the attempt at the event, counted from 1 over all copies of its message.</summary>
    int Attempt { get; }

    /// <summary>
    /// How many consecutive deliveries of this attempt have ended in <see cref="RetryAfterOutageAsync"/> or <see cref="PostponeAsync"/>.
    /// </summary>
    int Outages { get; }

    /// <summary>
    /// Whether this is the first delivery of a message that is not a copy, so that nothing was done for it yet. A message that was sent
    /// twice has two first deliveries: so this may only save work, and nothing else may depend on it.
    /// </summary>
    bool IsFirst { get; }

    /// <summary>Schedules a copy of the message as the next attempt and completes this one.</summary>
    Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Schedules a copy with the same attempt number, because the store, the key or the queue failed and not the event, and completes this
    /// message. The embedded host also pauses receiving. See <see cref="OutageDelay"/> for the delay.
    /// </summary>
    Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Schedules a copy with the same attempt number, because it is too early for this message, and completes this message: there is no
    /// outage. It counts as an outage of this message, so that endless postponing can be recognised.
    /// </summary>
    Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Dead-letters the message: it is not tried again by itself.</summary>
    /// <param name="reason">A short stable code.</param>
    /// <param name="description">A sentence without personal data.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task DeadLetterAsync(string reason, string description, CancellationToken cancellationToken);
}
