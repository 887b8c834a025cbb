using Divoc.Functions.Verification.Files.Codes;

namespace Divoc.Functions.Verification.Files.Pdf;

/// <summary>
/// Reads the pictures in a PDF that scanners and printers write: JPEG unchanged, and rows of pixels compressed with DEFLATE (ISO 32000-1,
/// section 8.9). Faxes (CCITT, JBIG2) and JPEG 2000 are not read.
/// </summary>
internal static class PdfImage
{
    /// <summary>
    /// Reads a picture, and takes its pixels from the budget; null if it is of another kind, damaged, or larger than the budget.
    /// </summary>
    public static GrayPicture? Read(PdfObjects objects, PdfStream stream, UnpackingBudget pixels)
    {
        var filters = stream.Filters(objects);
        if (filters is ["DCTDecode"])
        {
            return ReadJpeg(stream.Data, pixels);
        }

        if (filters is not ([] or ["FlateDecode"])
            || Shape.Of(objects, stream) is not { } shape
            || shape.Width * shape.Height > pixels.Left)
        {
            return null;
        }

        pixels.Take(shape.Width * shape.Height);
        using Stream rows = filters.Count == 0 ? new MemoryStream(stream.Data.ToArray(), writable: false) : stream.OpenInflated();
        return ReadRows(rows, shape);
    }

    private static GrayPicture? ReadJpeg(ReadOnlyMemory<byte> file, UnpackingBudget pixels)
    {
        if (FileKinds.Of(file.Span) != FileKind.Jpeg)
        {
            return null;
        }

        try
        {
            var picture = PictureDecoder.Decode(file, pixels.Left);
            return picture is not null && pixels.Take(picture.Width * picture.Height) ? picture : null;
        }
        catch (PictureTooLargeException)
        {
            return null;
        }
    }

    private static GrayPicture? ReadRows(Stream source, Shape shape)
    {
        var gray = new byte[shape.Width * shape.Height];
        var before = new byte[shape.RowBytes];
        var row = new byte[shape.RowBytes];
        try
        {
            for (var y = 0; y < shape.Height; y++)
            {
                var filter = shape.HasFilters ? source.ReadByte() : 0;
                if (filter is < 0 or > 4 || source.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                {
                    break;
                }

                Unfilter(filter, row, before, shape.PixelBytes);
                shape.ToGray(row, gray.AsSpan(y * shape.Width, shape.Width));
                (before, row) = (row, before);
            }
        }
        catch (InvalidDataException)
        {
            // The rows before the damage have been read.
        }

        return new GrayPicture(gray, shape.Width, shape.Height);
    }

    /// <summary>Reverses the filters of PNG (third edition, section 9).</summary>
    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        for (var index = 0; filter > 0 && index < row.Length; index++)
        {
            var left = index >= pixel ? row[index - pixel] : 0;
            var corner = index >= pixel ? above[index - pixel] : 0;
            row[index] += filter switch
            {
                1 => (byte)left,
                2 => above[index],
                3 => (byte)((left + above[index]) / 2),
                _ => (byte)Paeth(left, above[index], corner),
            };
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        if (toLeft <= toAbove && toLeft <= toCorner)
        {
            return left;
        }

        return toAbove <= toCorner ? above : corner;
    }

    /// <summary>The layout of the pixels in their rows.</summary>
    private sealed record Shape(int Width, int Height, int Components, int Bits, bool HasFilters, bool IsInverted)
    {
        public int RowBytes => ((Width * Components * Bits) + 7) / 8;

        public int PixelBytes => Math.Max(1, Components * Bits / 8);

        public static Shape? Of(PdfObjects objects, PdfStream stream)
        {
            var entries = stream.Dictionary;
            var isMask = objects.Get(entries, "ImageMask") is PdfWord { Text: "true" };
            var bits = isMask ? 1 : Number(objects.Get(entries, "BitsPerComponent"));
            var components = isMask ? 1 : ComponentsOf(objects, objects.Get(entries, "ColorSpace"));
            var (width, height) = (Number(objects.Get(entries, "Width")), Number(objects.Get(entries, "Height")));
            var predictor = stream.Predictor(objects);
            if (bits is not (1 or 8)
                || components == 0
                || width == 0
                || height == 0
                || (long)width * height > PictureDecoder.MostPixels
                || predictor is > 1 and < 10)
            {
                return null;
            }

            var isInverted = objects.Get(entries, "Decode") is List<object?> decode && decode.Count > 0 && objects.Resolve(decode[0]) is 1d;
            return new Shape(width, height, components, bits, predictor >= 10, isInverted);
        }

        /// <summary>
        /// A row's luminance. For a palette only the order of its entries is used: dark before light, as scanners write it.
        /// </summary>
        public void ToGray(ReadOnlySpan<byte> row, Span<byte> gray)
        {
            var flip = IsInverted ? (byte)255 : (byte)0;
            for (var x = 0; x < gray.Length; x++)
            {
                var value = Components switch
                {
                    _ when Bits == 1 => ((row[x / 8] >> (7 - (x % 8))) & 1) * 255,
                    1 => row[x],
                    3 => ((77 * row[3 * x]) + (150 * row[(3 * x) + 1]) + (29 * row[(3 * x) + 2])) >> 8,
                    _ => Math.Max(0, 255 - row[4 * x] / 3 - row[(4 * x) + 1] / 3 - row[(4 * x) + 2] / 3 - row[(4 * x) + 3]),
                };
                gray[x] = (byte)(value ^ flip);
            }
        }

        private static int ComponentsOf(PdfObjects objects, object? space) => space switch
        {
            PdfName { Text: "DeviceGray" or "CalGray" or "G" } => 1,
            PdfName { Text: "DeviceRGB" or "CalRGB" or "RGB" } => 3,
            PdfName { Text: "DeviceCMYK" or "CMYK" } => 4,
            List<object?> { Count: > 1 } list => objects.Resolve(list[0]) switch
            {
                PdfName { Text: "CalGray" or "Indexed" or "I" or "Separation" } => 1,
                PdfName { Text: "CalRGB" or "Lab" } => 3,
                PdfName { Text: "ICCBased" } when list[1] is PdfReference profile => ProfileComponents(objects, profile),
                _ => 0,
            },
            _ => 0,
        };

        private static int ProfileComponents(PdfObjects objects, PdfReference profile)
        {
            var stream = objects.Streams.FirstOrDefault(stream => stream.Number == profile.Number);
            var count = stream is null ? 0 : Number(objects.Get(stream.Dictionary, "N"));
            return count is 1 or 3 or 4 ? count : 0;
        }

        private static int Number(object? value) => value is double number and > 0 and <= 100_000 ? (int)number : 0;
    }
}
