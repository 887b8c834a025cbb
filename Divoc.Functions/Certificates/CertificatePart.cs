namespace Divoc.Functions.Certificates;

/// <summary>
/// A part of a certificate. Of the format that issued it the credential, the page and, where it has a QR code, the PNG are stored; the SVG is made from the stored credential at each
/// fetch. Of formats that are not stored all parts are made at each fetch; those without a QR code have no page.
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

/// <summary>What of a certificate is asked for.</summary>
/// <param name="Part">The part.</param>
/// <param name="Size">
/// Of the PNG: how many pixels a side its image may have, from <see cref="SmallestSize"/> to <see cref="LargestSize"/>; null for the usual
/// size, in which a stored PNG is. It says nothing of another part.
/// </param>
/// <param name="Format">The name of the format; null for the one that is stored.</param>
public sealed record AskedPart(CertificatePart Part, int? Size = null, string? Format = null)
{
    /// <summary>The smallest size of a PNG in pixels.</summary>
    public const int SmallestSize = 100;

    /// <summary>The largest size of a PNG in pixels.</summary>
    public const int LargestSize = 4000;
}
