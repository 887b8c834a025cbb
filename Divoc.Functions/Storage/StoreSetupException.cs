namespace Divoc.Functions.Storage;

/// <summary>The store can't be used as it is set up. The message says what is wrong and how to mend it, for the operator.</summary>
public sealed class StoreSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
