namespace Divoc.Functions.Formats;

/// <summary>The event can never become a certificate: trying again would fail again.</summary>
/// <param name="reason">A short stable word.</param>
/// <param name="description">A sentence without personal data.</param>
/// <param name="innerException">What told so, if anything did.</param>
public sealed class EventFailedException(string reason, string description, Exception? innerException = null)
    : Exception(description, innerException)
{
    /// <summary>A short stable word, such as <c>QR_TOO_LARGE</c>.</summary>
    public string Reason { get; } = reason;
}
