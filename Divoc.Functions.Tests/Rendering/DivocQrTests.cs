using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Rendering;

public sealed class DivocQrTests
{
    [Theory]
    [InlineData(QrEncoding.Utf8Latin1)]
    [InlineData(QrEncoding.Binary)]
    public void A_scanner_reads_the_image_byte_for_byte(QrEncoding encoding)
    {
        var credential = SampleCredential.Vaccination().WithSubject("name", "Nguyễn Thị Ánh Đặng").Bytes;

        var png = QrPng.Write(Renderers.Encoder(encoding).Encode(credential));

        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanBytes(png)));
    }

    [Theory]
    [InlineData("vaccination-v1-rsa-original.json")]
    [InlineData("vaccination-v2-rsa.json")]
    [InlineData("test-certificate-v1-rsa.json")]
    public void A_verifier_that_takes_the_scanned_text_as_a_binary_string_reads_the_credential(string name)
    {
        var credential = SampleCredential.Published(name);

        var png = QrPng.Write(Renderers.Encoder(QrEncoding.Utf8Latin1).Encode(credential));

        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanText(png)));
    }

    [Fact]
    public void W21_the_binary_form_is_smaller()
    {
        var credential = SampleCredential.Vaccination().Bytes;

        Assert.True(
            Renderers.Encoder(QrEncoding.Binary).Encode(credential).Version
                < Renderers.Encoder(QrEncoding.Utf8Latin1).Encode(credential).Version);
    }

    [Theory]
    [InlineData(200, QrErrorCorrection.L, QrErrorCorrection.L)]
    [InlineData(200, QrErrorCorrection.M, QrErrorCorrection.M)]
    [InlineData(200, QrErrorCorrection.Q, QrErrorCorrection.Q)]
    [InlineData(200, QrErrorCorrection.H, QrErrorCorrection.H)]
    [InlineData(1_400, QrErrorCorrection.H, QrErrorCorrection.M)]
    [InlineData(1_400, QrErrorCorrection.Q, QrErrorCorrection.M)]
    [InlineData(2_000, QrErrorCorrection.M, QrErrorCorrection.L)]
    [InlineData(2_000, QrErrorCorrection.Q, QrErrorCorrection.L)]
    public void The_requested_error_correction_level_is_used_or_the_highest_lower_level_that_fits_the_credential(
        int noise, QrErrorCorrection wanted, QrErrorCorrection expected)
    {
        var credential = Noise(noise);

        var symbol = Renderers.Encoder(QrEncoding.Utf8Latin1, wanted).Encode(credential);

        Assert.Equal(expected, symbol.ErrorCorrection);
        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanBytes(QrPng.Write(symbol))));
    }

    [Theory]
    [InlineData(QrEncoding.Utf8Latin1)]
    [InlineData(QrEncoding.Binary)]
    public void A_credential_too_large_for_any_QR_code_is_refused(QrEncoding encoding)
    {
        var exception = Assert.Throws<RenderingException>(() => Renderers.Encoder(encoding).Encode(Noise(6_000)));

        Assert.Equal("QR_TOO_LARGE", exception.Reason);
    }

    /// <summary>Letters that hardly compress, six bits each.</summary>
    private static byte[] Noise(int length)
    {
        var random = new Random(20210828);
        var letters = new byte[length];
        for (var index = 0; index < length; index++)
        {
            letters[index] = (byte)('0' + random.Next(64));
        }

        return letters;
    }
}
