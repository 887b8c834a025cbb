namespace Divoc.Functions.Formats;

/// <summary>The presented payload is not a certificate. The message is for the caller and has nothing of the payload.</summary>
/// <param name="code">A stable code.</param>
/// <param name="message">A sentence that says what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class PayloadException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The code of a payload that is not a certificate.</summary>
    public const string NotACertificate = "NOT_A_CERTIFICATE";

    /// <summary>The code of an archive or a credential above <see cref="VerificationLimits"/>.</summary>
    public const string TooLarge = "CERTIFICATE_TOO_LARGE";

    /// <summary>What the caller should send instead.</summary>
    public const string Hint = "Send the text or the bytes of the QR code, the ZIP file in it, the credential as JSON, the PDF, "
        + "or a picture of the code as PNG or JPEG.";

    /// <summary>The stable code.</summary>
    public string Code { get; } = code;
}
