namespace Divoc.Functions.Formats;

/// <summary>The settings or keys without which nothing can be written in a format are not there. No fault of the event: callers are answered with 501.</summary>
/// <param name="message">What the operator has to set, without personal data.</param>
/// <param name="innerException">What told so, if anything did.</param>
public sealed class FormatNotSetUpException(string message, Exception? innerException = null) : Exception(message, innerException);
