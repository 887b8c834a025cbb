namespace Divoc.Functions.Messaging.ServiceBus;

/// <summary>The lock token of a received message: the broker's token, and whether the message is in the dead-letter queue.</summary>
/// <param name="Token">The broker's token.</param>
/// <param name="IsDeadLetter">Whether the message is in the dead-letter queue, where it must be settled.</param>
internal readonly record struct LockName(Guid Token, bool IsDeadLetter)
{
    private const string DeadLetterPrefix = "dead:";

    /// <summary>Reads the lock of a message.</summary>
    /// <exception cref="ArgumentException">The message was peeked, or is from another queue.</exception>
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
