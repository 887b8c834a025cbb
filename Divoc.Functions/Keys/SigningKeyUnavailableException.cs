namespace Divoc.Functions.Keys;

/// <summary>The key's store could not be asked or did not answer. A fault of the key, never of the event: whoever catches it tries again later.</summary>
public sealed class SigningKeyUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
