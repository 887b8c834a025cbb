using System.Globalization;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Triggers;

/// <summary>The forms of a certificate's QR code that are not stored: each is made anew from the stored credential, and equal each time.</summary>
internal static class QrImages
{
    /// <summary>Media type of the vector form.</summary>
    public const string SvgContentType = "image/svg+xml";

    /// <summary>The query parameter that asks for a PNG of a size.</summary>
    public const string SizeParameter = "px";

    /// <summary>The smallest size that can be asked for, in pixels.</summary>
    public const int SmallestSize = 100;

    /// <summary>The largest size that can be asked for, in pixels.</summary>
    public const int LargestSize = 4000;

    /// <summary>Makes the vector form.</summary>
    public static (byte[] Bytes, string ContentType) Svg(QrSymbol symbol) => (QrSvg.Write(symbol), SvgContentType);

    /// <summary>Makes the largest PNG of whole pixels a module that fits a size; null if not even one pixel a module does.</summary>
    public static (byte[] Bytes, string ContentType)? Png(QrSymbol symbol, int size)
    {
        var pixels = size / (symbol.Size + (2 * QrSymbol.QuietZone));
        return pixels == 0 ? null : (QrPng.Write(symbol, pixels), CertificateArtifacts.QrContentType);
    }

    /// <summary>The size that a request asks for.</summary>
    /// <returns>False if it is none of <see cref="SmallestSize"/> to <see cref="LargestSize"/>; a size of null if none is asked for.</returns>
    public static bool TryReadSize(HttpRequest request, out int? size)
    {
        size = null;
        if (!request.Query.TryGetValue(SizeParameter, out var asked))
        {
            return true;
        }

        size = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return size is >= SmallestSize and <= LargestSize;
    }
}
