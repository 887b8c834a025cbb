namespace Divoc.Functions.Triggers;

/// <summary>What of a certificate is asked for.</summary>
public enum CertificatePart
{
    /// <summary>The signed credential.</summary>
    Credential,

    /// <summary>The QR image as PNG.</summary>
    Qr,

    /// <summary>The QR image as SVG.</summary>
    QrSvg,

    /// <summary>The page.</summary>
    Pdf,
}
