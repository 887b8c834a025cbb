namespace Divoc.Functions.Keys;

/// <summary>A key file can't be used. The message says what is wrong with it and how to mend it, on one line, without key material.</summary>
public sealed class KeyFileException(string message, Exception? innerException = null) : Exception(message, innerException);
