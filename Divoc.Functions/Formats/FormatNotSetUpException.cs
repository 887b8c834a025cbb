namespace Divoc.Functions.Formats;

/// <summary>Settings or keys that a format needs are missing. The event is not the cause: callers are answered with 501.</summary>
/// <param name="message">What the operator has to set, without personal data.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class FormatNotSetUpException(string message, Exception? innerException = null) : Exception(message, innerException);
