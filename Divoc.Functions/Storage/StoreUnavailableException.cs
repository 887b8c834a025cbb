namespace Divoc.Functions.Storage;

/// <summary>The store could not be asked or did not answer. A fault of the store, never of the event: whoever catches it tries again later.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
