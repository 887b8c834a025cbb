using QRCoder;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>A QR code as a PNG image, drawn by QRCoder: greyscale, 1 bit deep, quiet zone included (W3C PNG, second edition).</summary>
public static class QrPng
{
    /// <summary>Pixels a module, each way, if nothing else is asked for: two modules make one byte.</summary>
    public const int PixelsPerModule = 4;

    /// <summary>Fewest pixels a module, each way, for images that are made to a wanted size: with one, scanners do not find the modules of a large code.</summary>
    public const int LeastPixelsPerModule = 2;

    /// <summary>Writes the image.</summary>
    /// <param name="symbol">The code.</param>
    /// <param name="pixelsPerModule">Pixels a module, each way; at least 1.</param>
    public static byte[] Write(QrSymbol symbol, int pixelsPerModule = PixelsPerModule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsPerModule, 1);
        using var data = QrCoderSymbols.ToData(symbol);
        using var image = new PngByteQRCode(data);
        return image.GetGraphic(pixelsPerModule);
    }
}
