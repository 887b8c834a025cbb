namespace Divoc.Functions.Rendering;

/// <summary>A certificate that can never be rendered: another try would fail too, so its event fails permanently.</summary>
/// <param name="reason">Stable code, such as <see cref="QrTooLarge"/>.</param>
/// <param name="message">What was too large or unreadable, without personal data.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class RenderingException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The content does not fit into the largest allowed QR code, for example a credential into version 40 at level L.</summary>
    public const string QrTooLarge = "QR_TOO_LARGE";

    /// <summary>Stable code of the problem.</summary>
    public string Reason { get; } = reason;
}
