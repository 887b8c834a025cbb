namespace Divoc.Functions.Formats;

/// <summary>The event can never become a certificate: another attempt would fail too.</summary>
/// <param name="reason">A short stable code.</param>
/// <param name="description">A sentence without personal data.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class EventFailedException(string reason, string description, Exception? innerException = null)
    : Exception(description, innerException)
{
    /// <summary>A short stable code, such as <c>QR_TOO_LARGE</c>.</summary>
    public string Reason { get; } = reason;
}
