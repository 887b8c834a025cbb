namespace Divoc.Functions.Certificates;

/// <summary>
/// A part of a certificate. The credential, the page and the PNG of the QR code (if there is one) of the format that issued it are stored;
/// the SVG is made from the stored credential at each fetch. All parts of other formats are made at each fetch; formats without a QR code
/// have no page.
/// </summary>
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

/// <summary>The part of a certificate that is requested.</summary>
/// <param name="Part">The part.</param>
/// <param name="Size">
/// The size of the PNG in pixels a side, from <see cref="SmallestSize"/> to <see cref="LargestSize"/>; null for the usual size, which a
/// stored PNG has. It has no meaning for other parts.
/// </param>
/// <param name="Format">The name of the format; null for the stored format.</param>
public sealed record AskedPart(CertificatePart Part, int? Size = null, string? Format = null)
{
    /// <summary>The smallest size of a PNG in pixels.</summary>
    public const int SmallestSize = 100;

    /// <summary>The largest size of a PNG in pixels.</summary>
    public const int LargestSize = 4000;
}
