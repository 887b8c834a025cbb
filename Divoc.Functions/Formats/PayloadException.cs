namespace Divoc.Functions.Formats;

/// <summary>What was presented is no certificate at all. The message is for the caller and holds nothing of the payload.</summary>
/// <param name="code">A stable word.</param>
/// <param name="message">A sentence that says what to do.</param>
/// <param name="innerException">What it came from.</param>
public sealed class PayloadException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The code of what is no certificate.</summary>
    public const string NotACertificate = "NOT_A_CERTIFICATE";

    /// <summary>The code of an archive or a credential beyond <see cref="VerificationLimits"/>.</summary>
    public const string TooLarge = "CERTIFICATE_TOO_LARGE";

    /// <summary>What to do instead.</summary>
    public const string Hint = "Send the text or the bytes of the QR code, the ZIP file in it, the credential as JSON, the PDF, or a picture of the code as PNG or JPEG.";

    /// <summary>The stable word.</summary>
    public string Code { get; } = code;
}
