namespace Divoc.Functions.Messaging;

/// <summary>The lock of a received message is no longer held: it ran out, or the message was settled. The message may be delivered again.</summary>
public sealed class LockLostException(string message, Exception? innerException = null) : Exception(message, innerException);
