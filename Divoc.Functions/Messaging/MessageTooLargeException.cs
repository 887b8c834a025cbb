namespace Divoc.Functions.Messaging;

/// <summary>A message is larger than the queue takes; sending it again can't succeed.</summary>
public sealed class MessageTooLargeException(string message, Exception? innerException = null) : Exception(message, innerException);
