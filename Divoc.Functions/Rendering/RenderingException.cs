namespace Divoc.Functions.Rendering;

/// <summary>A certificate that can never be rendered: trying again would end the same way, so its event fails for good.</summary>
/// <param name="reason">Stable code, such as <see cref="QrTooLarge"/>.</param>
/// <param name="message">What was too large or unreadable, without personal data.</param>
/// <param name="innerException">What was met, if anything.</param>
public sealed class RenderingException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The content does not fit into the largest QR code that is allowed, such as a credential into version 40 at level L.</summary>
    public const string QrTooLarge = "QR_TOO_LARGE";

    /// <summary>Stable code of what is wrong.</summary>
    public string Reason { get; } = reason;
}
