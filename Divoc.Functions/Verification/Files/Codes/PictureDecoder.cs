using SkiaSharp;

namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>Decodes PNG and JPEG pictures within limits: the size is read from the header first.</summary>
internal static class PictureDecoder
{
    /// <summary>The maximum of pixels in a picture: 25 million.</summary>
    public const int MostPixels = 25_000_000;

    // Above this size a JPEG picture is decoded at half its size, which needs a quarter of the memory; the pictures of cameras with so many
    // pixels are rarely sharp at full size.
    private const int HalvedPixels = 12_500_000;

    // Progressive pictures have about ten; each of them processes all pixels.
    private const int MostScans = 64;

    /// <summary>Decodes a picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mostPixels">The maximum of pixels.</param>
    /// <returns>The picture; null if it is damaged or not a picture.</returns>
    /// <exception cref="PictureTooLargeException">It has more pixels.</exception>
    public static GrayPicture? Decode(ReadOnlyMemory<byte> file, int mostPixels)
    {
        using var stream = new MemoryStream(file.ToArray(), writable: false);
        using var codec = SKCodec.Create(stream, out var opened);
        if (opened != SKCodecResult.Success || Scans(file.Span) > MostScans)
        {
            return null;
        }

        var pixels = (long)codec.Info.Width * codec.Info.Height;
        if (pixels > mostPixels)
        {
            throw new PictureTooLargeException();
        }

        var size = pixels > HalvedPixels && codec.EncodedFormat == SKEncodedImageFormat.Jpeg
            ? codec.GetScaledDimensions(0.5f)
            : codec.Info.Size;
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
        {
            return null;
        }

        // An incomplete picture may still contain the code.
        var result = codec.GetPixels(info, bitmap.GetPixels());
        return result is SKCodecResult.Success or SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput
            ? Gray(bitmap.GetPixelSpan(), size.Width, size.Height)
            : null;
    }

    /// <summary>The marker of a scan: it never occurs in entropy-coded data, and rarely in other segments.</summary>
    private static int Scans(ReadOnlySpan<byte> file) => FileKinds.Of(file) == FileKind.Jpeg ? file.Count([(byte)0xFF, (byte)0xDA]) : 0;

    /// <summary>The luminance (ITU-R BT.601) on a white background.</summary>
    private static GrayPicture Gray(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var gray = new byte[width * height];
        for (var index = 0; index < gray.Length; index++)
        {
            var pixel = pixels.Slice(4 * index, 4);
            var luminance = ((77 * pixel[0]) + (150 * pixel[1]) + (29 * pixel[2])) >> 8;
            gray[index] = (byte)(255 - ((255 - luminance) * pixel[3] / 255));
        }

        return new GrayPicture(gray, width, height);
    }
}

/// <summary>A picture has more pixels than are decoded.</summary>
internal sealed class PictureTooLargeException() : Exception("The picture has more pixels than are decoded.");
