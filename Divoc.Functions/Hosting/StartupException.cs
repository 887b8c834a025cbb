namespace Divoc.Functions.Hosting;

/// <summary>The program can't start. The message is one line that says what is wrong and how to mend it; it is shown as it stands, without a stack trace.</summary>
public sealed class StartupException(string message, Exception? innerException = null) : Exception(message, innerException);
