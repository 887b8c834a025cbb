using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering.Qr;
using SkiaSharp;

namespace Divoc.Functions.Tests.Rendering.Qr;

public sealed partial class QrImageTests
{
    private static readonly QrSymbol Symbol = Renderers.Encoder(QrEncoding.Utf8Latin1).Encode(SampleCredential.Vaccination().Bytes);

    [Fact]
    public void The_rectangles_cover_each_dark_module_once_and_no_light_module()
    {
        var painted = new int[Symbol.Size * Symbol.Size];

        foreach (var (x, y, width, height) in Symbol.ToRectangles())
        {
            for (var row = y; row < y + height; row++)
            {
                for (var column = x; column < x + width; column++)
                {
                    painted[(row * Symbol.Size) + column]++;
                }
            }
        }

        for (var row = 0; row < Symbol.Size; row++)
        {
            for (var column = 0; column < Symbol.Size; column++)
            {
                Assert.Equal(Symbol.IsDark(row, column) ? 1 : 0, painted[(row * Symbol.Size) + column]);
            }
        }
    }

    [Fact]
    public void The_image_has_one_bit_per_pixel_four_pixels_per_module_and_a_quiet_zone()
    {
        var png = QrPng.Write(Symbol);

        var side = (Symbol.Size + 8) * 4;
        Assert.Equal([0, 0, (byte)(side >> 8), (byte)side, 0, 0, (byte)(side >> 8), (byte)side, 1, 0, 0, 0, 0], png[16..29]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(QrImageData.LinesPerModuleOnPaper)]
    public void Each_row_of_modules_has_the_requested_number_of_lines(int lines)
    {
        foreach (var length in (int[])[10, 120, 700, 1574, 2300])
        {
            var symbol = QrEncoder.Encode(new QrContent([QrSegment.Bytes(RandomNumberGenerator.GetBytes(length))]));
            var buffer = new byte[QrImageData.MostBytes(symbol)];
            using var data = new MemoryStream(buffer, 0, QrImageData.Write(symbol, buffer, lines));
            using var rows = new ZLibStream(data, CompressionMode.Decompress);
            var row = new byte[1 + ((QrImageData.SideOf(symbol) + 7) / 8)];
            for (var line = 0; line < QrImageData.LinesOf(symbol, lines); line++)
            {
                rows.ReadExactly(row);
                Assert.Equal(LineOf(symbol, (line / lines) - QrSymbol.QuietZone), row);
            }

            // The end, where the checksum is.
            Assert.Equal(-1, rows.ReadByte());
        }
    }

    /// <summary>
    /// A line of pixels as a PNG has it: the number of its filter, and a bit a pixel, 1 for light; what fills the last byte up is light
    /// too.
    /// </summary>
    private static byte[] LineOf(QrSymbol symbol, int row)
    {
        var line = Enumerable.Repeat(byte.MaxValue, 1 + ((QrImageData.SideOf(symbol) + 7) / 8)).ToArray();
        line[0] = 0;
        for (var column = 0; column < symbol.Size; column++)
        {
            if (row >= 0 && row < symbol.Size && symbol.IsDark(row, column))
            {
                var module = column + QrSymbol.QuietZone;
                line[1 + (module / 2)] &= module % 2 == 0 ? (byte)0x0F : (byte)0xF0;
            }
        }

        return line;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_PNG_has_a_whole_number_of_pixels_per_module(int pixels)
    {
        using var image = SKBitmap.Decode(QrPng.Write(Symbol, pixels));

        Assert.Equal((Symbol.Size + (2 * QrSymbol.QuietZone)) * pixels, image.Width);
        Assert.Equal(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                Assert.Equal(
                    IsDark((x / pixels) - QrSymbol.QuietZone, (y / pixels) - QrSymbol.QuietZone) ? SKColors.Black : SKColors.White,
                    image.GetPixel(x, y));
            }
        }
    }

    /// <summary>Of all versions, with random modules, all light and all dark: the compressed data are of our own making.</summary>
    [Fact]
    public void The_default_image_has_the_same_pixels_as_that_of_QRCoder()
    {
        var random = new Random(1950);
        for (var version = 1; version <= 40; version++)
        {
            foreach (var symbol in (QrSymbol[])
            [
                RandomSymbol(version, random),
                UniformSymbol(version, isDark: false),
                UniformSymbol(version, isDark: true),
            ])
            {
                var (png, expected) = (QrPng.Write(symbol), QrPng.WriteByQrCoder(symbol, QrPng.PixelsPerModule));

                Assert.Equal(QrPng.Write(symbol), png);
                Assert.Equal(Side(expected), Side(png));
                Assert.Equal(Lines(expected), Lines(png));
                using var image = SKBitmap.Decode(png);
                using var expectedImage = SKBitmap.Decode(expected);
                Assert.True(expectedImage.GetPixelSpan().SequenceEqual(image.GetPixelSpan()), $"Version {version}: the pixels differ.");
            }
        }
    }

    [Fact]
    public void An_SVG_has_one_path_with_all_dark_modules()
    {
        var image = XDocument.Parse(System.Text.Encoding.UTF8.GetString(QrSvg.Write(Symbol))).Root!;
        var side = Symbol.Size + (2 * QrSymbol.QuietZone);
        XNamespace svg = "http://www.w3.org/2000/svg";

        var dark = new HashSet<(int X, int Y)>();
        foreach (Match part in Rectangles().Matches(Assert.Single(image.Elements(svg + "path")).Attribute("d")!.Value))
        {
            var (left, top, width, height) = (Number(part, 1), Number(part, 2), Number(part, 3), Number(part, 4));
            for (var y = top; y < top + height; y++)
            {
                for (var x = left; x < left + width; x++)
                {
                    Assert.True(dark.Add((x, y)));
                }
            }
        }

        Assert.Equal($"0 0 {side} {side}", image.Attribute("viewBox")!.Value);
        Assert.Equal("crispEdges", image.Attribute("shape-rendering")!.Value);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                Assert.Equal(IsDark(x - QrSymbol.QuietZone, y - QrSymbol.QuietZone), dark.Contains((x, y)));
            }
        }
    }

    private static QrSymbol RandomSymbol(int version, Random random)
    {
        var capacity = QrSamples.Capacity(QrMode.Byte, version, QrErrorCorrection.L);
        return QrEncoder.Encode(
            new QrContent([QrSamples.Segment(QrMode.Byte, capacity, random)]) { ErrorCorrection = QrErrorCorrection.L });
    }

    private static QrSymbol UniformSymbol(int version, bool isDark)
    {
        var side = QrTables.SideOf(version);
        return new(
            version,
            QrErrorCorrection.L,
            [.. Enumerable.Range(0, side * QrLines.Words).Select(index => isDark ? QrLines.Ones(side, index % QrLines.Words) : 0)]);
    }

    private static int Side(byte[] png) => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));

    /// <summary>
    /// The lines of pixels, each a whole number of modules; the stream checks its own sum. Bits behind the last pixel mean nothing.
    /// </summary>
    private static byte[] Lines(byte[] png)
    {
        using var data = new MemoryStream();
        for (var place = 8; place < png.Length; place += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(place)))
        {
            if (png.AsSpan(place + 4, 4).SequenceEqual("IDAT"u8))
            {
                data.Write(png.AsSpan(place + 8, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(place))));
            }
        }

        data.Position = 0;
        using var stream = new ZLibStream(data, CompressionMode.Decompress);
        using var lines = new MemoryStream();
        stream.CopyTo(lines);
        var bytes = lines.ToArray();
        var stride = 1 + ((Side(png) + 7) / 8);
        Assert.Equal(Side(png) * stride, bytes.Length);
        for (var last = stride - 1; last < bytes.Length; last += stride)
        {
            bytes[last] &= 0xF0;
        }

        return bytes;
    }

    private static bool IsDark(int x, int y) => x >= 0 && y >= 0 && x < Symbol.Size && y < Symbol.Size && Symbol.IsDark(y, x);

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v(\d+)h-\3z")]
    private static partial Regex Rectangles();
}
