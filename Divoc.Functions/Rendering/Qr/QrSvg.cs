using System.Globalization;
using System.Text;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// A QR code as an SVG image (W3C SVG 1.1): one path over a white background, quiet zone included, one unit for each module.
/// </summary>
public static class QrSvg
{
    /// <summary>Writes the image, UTF-8.</summary>
    public static byte[] Write(QrSymbol symbol)
    {
        var side = symbol.Size + (2 * QrSymbol.QuietZone);
        var image = new StringBuilder(32 * 1024);
        image.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">");
        image.Append(CultureInfo.InvariantCulture, $"<rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"");
        foreach (var rectangle in symbol.ToRectangles())
        {
            var (x, y) = (rectangle.X + QrSymbol.QuietZone, rectangle.Y + QrSymbol.QuietZone);
            image.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{rectangle.Width}v{rectangle.Height}h-{rectangle.Width}z");
        }

        image.Append("\"/></svg>");
        return Encoding.UTF8.GetBytes(image.ToString());
    }
}
