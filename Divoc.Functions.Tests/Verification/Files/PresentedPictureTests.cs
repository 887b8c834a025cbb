using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Verification.Files;
using Divoc.Functions.Verification.Files.Codes;
using SkiaSharp;

namespace Divoc.Functions.Tests.Verification.Files;

/// <summary>Pictures of codes, and what is said of those that hold none or can't be read.</summary>
public sealed class PresentedPictureTests(FileBench bench) : IClassFixture<FileBench>
{
    private static readonly byte[] Credential = SampleCredential.Vaccination().Bytes;

    private static readonly byte[] Other = SampleCredential.Test().Bytes;

    [Theory]
    [InlineData(QrEncoding.Utf8Latin1)]
    [InlineData(QrEncoding.Binary)]
    public async Task A_code_in_any_form_is_read_byte_for_byte(QrEncoding encoding)
    {
        var symbol = CodePictures.SymbolOf(Credential, encoding);

        Assert.Equal(Credential, await bench.CredentialInAsync(QrPng.Write(symbol)));
        Assert.Equal(
            Credential, await bench.CredentialInAsync(new CodePictures.Frame(1280, 960) { Code = 800, Degrees = 75 }.Take(symbol)));
    }

    /// <summary>A payload is what a scanner would give: the bytes of the code, which formats tell apart.</summary>
    [Fact]
    public async Task The_payload_is_the_content_of_the_code()
    {
        var symbol = CodePictures.SymbolOf(Credential);
        var payload = await bench.Files.PayloadOfAsync(QrPng.Write(symbol), TestContext.Current.CancellationToken);

        Assert.Equal(Encoding.UTF8.GetBytes(QrPayload.ToText(QrPayload.Pack(Credential))), payload.ToArray());
    }

    [Fact]
    public void Digits_and_letters_are_read_as_text_and_bytes_are_unchanged()
    {
        byte[] bytes = [0x00, 0xFF, 0xC3, 0x28];
        var symbol = QrEncoder.Encode(new QrContent(
        [
            QrSegment.Letters("SHC:/ 1"),
            QrSegment.Digits("0567"),
            QrSegment.Bytes(bytes),
            QrSegment.Digits("01"),
            QrSegment.Letters("A"),
        ]));
        var picture = PictureDecoder.Decode(QrPng.Write(symbol), PictureDecoder.MostPixels)!;

        byte[] expected = [.. "SHC:/ 10567"u8, .. bytes, .. "01A"u8];
        Assert.Equal(expected, Assert.Single(CodeScanner.Scan(picture)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(700)]
    public void Codes_of_all_sizes_are_read(int length)
    {
        var content = Enumerable.Range(0, length).Select(index => (byte)(index * 7)).ToArray();
        var symbol = QrEncoder.Encode(new QrContent([QrSegment.Bytes(content)]));

        Assert.Equal(content, Assert.Single(CodeScanner.Scan(PictureDecoder.Decode(QrPng.Write(symbol, 3), PictureDecoder.MostPixels)!)));
        Assert.Equal(
            content,
            Assert.Single(CodeScanner.Scan(PictureDecoder.Decode(
                new CodePictures.Frame(1280, 960) { Code = 700, Degrees = 20, Blur = 1 }.Take(symbol), PictureDecoder.MostPixels)!)));
    }

    [Fact]
    public async Task Two_certificates_in_one_picture_are_refused_and_the_same_one_twice_counts_once()
    {
        var (one, other) = (CodePictures.SymbolOf(Credential), CodePictures.SymbolOf(Other));
        var frame = new CodePictures.Frame(2000, 1000) { Code = 800 };
        var url = QrEncoder.Encode(new QrContent([QrSegment.Bytes("https://example.org/"u8.ToArray())]));

        Assert.Equal(PresentedFiles.Several, await bench.RefusalOfAsync(frame.Take(one, other)));
        Assert.Equal(Credential, await bench.CredentialInAsync(frame.Take(one, CodePictures.SymbolOf(Credential, QrEncoding.Binary))));
        Assert.Equal(Credential, await bench.CredentialInAsync(frame.Take(url, one)));
    }

    [Fact]
    public async Task A_picture_without_a_code_or_with_another_code_is_refused()
    {
        var url = QrEncoder.Encode(new QrContent([QrSegment.Bytes("https://example.org/"u8.ToArray())]));

        Assert.Equal(PresentedFiles.NoCertificate, await bench.RefusalOfAsync(new CodePictures.Frame(800, 600).Take()));
        Assert.Equal(PresentedFiles.NoCertificate, await bench.RefusalOfAsync(new CodePictures.Frame(3, 2).Take()));
        Assert.Equal(PresentedFiles.NoCertificate, await bench.RefusalOfAsync(QrPng.Write(url)));
    }

    [Theory]
    [InlineData(5_001, 5_000)]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(0, 0)]
    public async Task A_picture_with_excessive_dimensions_in_its_header_is_refused_without_decoding(int width, int height)
    {
        var png = QrPng.Write(CodePictures.SymbolOf(Credential));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32.HashToUInt32(png.AsSpan(12, 17)));

        Assert.Equal(PresentedFiles.Unreadable, await bench.RefusalOfAsync(png));
    }

    [Fact]
    public async Task A_truncated_picture_is_read_as_far_as_possible_and_otherwise_refused()
    {
        var jpeg = new CodePictures.Frame(1280, 960) { Code = 800 }.Take(CodePictures.SymbolOf(Credential));

        Assert.Equal(Credential, await bench.CredentialInAsync(jpeg[..^200]));
        Assert.Equal(PresentedFiles.NoCertificate, await bench.RefusalOfAsync(jpeg[..(jpeg.Length / 2)]));
        Assert.Equal(PresentedFiles.Unreadable, await bench.RefusalOfAsync(jpeg[..30]));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Webp)]
    [InlineData(null)]
    public async Task Unsupported_picture_formats_are_refused_as_unreadable(SKEncodedImageFormat? format)
    {
        var picture = format is { } known
            ? new CodePictures.Frame(400, 400) { Format = known }.Take()
            : "\0\0\0\u0018ftypheic\0\0\0\0"u8.ToArray();

        Assert.Equal(PresentedFiles.Unreadable, await bench.RefusalOfAsync(picture));
    }

    [Fact]
    public async Task A_transparent_background_counts_as_white()
    {
        var symbol = CodePictures.SymbolOf(Credential);
        using var bitmap = new SKBitmap(
            new SKImageInfo(4 * (symbol.Size + 8), 4 * (symbol.Size + 8), SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(SKColors.Transparent);
        foreach (var dark in symbol.ToRectangles())
        {
            bitmap.Erase(SKColors.Black, SKRectI.Create(4 * (dark.X + 4), 4 * (dark.Y + 4), 4 * dark.Width, 4 * dark.Height));
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Assert.Equal(Credential, await bench.CredentialInAsync(png.ToArray()));
    }

    /// <summary>A selfie, or a window seen from behind.</summary>
    [Fact]
    public async Task A_mirrored_code_is_read()
    {
        using var picture = SKBitmap.Decode(QrPng.Write(CodePictures.SymbolOf(Credential)));
        using var mirrored = new SKBitmap(picture.Width, picture.Height);
        using (var canvas = new SKCanvas(mirrored))
        {
            canvas.Scale(-1, 1, picture.Width / 2f, 0);
            canvas.DrawBitmap(picture, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        }

        using var png = mirrored.Encode(SKEncodedImageFormat.Png, 100);
        Assert.Equal(Credential, await bench.CredentialInAsync(png.ToArray()));
    }

    [Fact]
    public void A_JPEG_with_an_excessive_number_of_scans_is_not_decoded()
    {
        var jpeg = new CodePictures.Frame(400, 400).Take();
        byte[] scans = [.. jpeg[..^2], .. Enumerable.Repeat<byte[]>([0xFF, 0xDA], 100).SelectMany(marker => marker), .. jpeg[^2..]];

        Assert.NotNull(PictureDecoder.Decode(jpeg, PictureDecoder.MostPixels));
        Assert.Null(PictureDecoder.Decode(scans, PictureDecoder.MostPixels));
    }
}
