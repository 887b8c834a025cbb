namespace Divoc.Functions.Messaging;

/// <summary>The queue could not be asked or did not answer. A fault of the queue, never of the event: whoever catches it tries again later.</summary>
public sealed class QueueUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
