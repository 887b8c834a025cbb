namespace Divoc.Functions.Messaging.ServiceBus;

/// <summary>The lock of a received message as the port carries it: the broker's lock token, and whether it is one of the dead-letter queue.</summary>
/// <param name="Token">The broker's token.</param>
/// <param name="IsDeadLetter">Whether the message lies in the dead-letter queue, where it must be settled.</param>
internal readonly record struct LockName(Guid Token, bool IsDeadLetter)
{
    private const string DeadLetterPrefix = "dead:";

    /// <summary>Reads the lock of a message.</summary>
    /// <exception cref="ArgumentException">The message was peeked, or is of another queue.</exception>
    public static LockName Of(ReceivedMessage message)
    {
        var text = message.LockToken ?? throw new ArgumentException("The message was peeked, not received.", nameof(message));
        var isDeadLetter = text.StartsWith(DeadLetterPrefix, StringComparison.Ordinal);
        var name = isDeadLetter ? text[DeadLetterPrefix.Length..] : text;
        return Guid.TryParse(name, out var token)
            ? new LockName(token, isDeadLetter)
            : throw new ArgumentException("The message was not received from Service Bus.", nameof(message));
    }

    /// <inheritdoc/>
    public override string ToString() => IsDeadLetter ? $"{DeadLetterPrefix}{Token}" : $"{Token}";
}
