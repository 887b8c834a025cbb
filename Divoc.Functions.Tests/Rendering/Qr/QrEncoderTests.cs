using System.Text;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Rendering.Qr;

/// <summary>Our own encoder, whichever the build prefers: QRCoder, a scanner and the standard's tables judge it.</summary>
public sealed class QrEncoderTests
{
    private static readonly QrMode[] Modes = Enum.GetValues<QrMode>();

    [Theory]
    [InlineData(QrErrorCorrection.L)]
    [InlineData(QrErrorCorrection.M)]
    [InlineData(QrErrorCorrection.Q)]
    [InlineData(QrErrorCorrection.H)]
    public void Every_version_equals_the_symbol_of_QRCoder_in_one_mode(QrErrorCorrection level)
    {
        var random = new Random(18004 + (int)level);
        for (var version = 1; version <= 40; version++)
        {
            var mode = Modes[(version + (int)level) % Modes.Length];
            AssertIsQrCoders(QrSamples.Segment(mode, QrSamples.Capacity(mode, version, level), random), version, level);
        }
    }

    /// <summary>As much as each version holds, and the least that needs it: so the capacities are QRCoder's too.</summary>
    [Theory]
    [Trait("Kind", "Slow")]
    [InlineData(QrErrorCorrection.L)]
    [InlineData(QrErrorCorrection.M)]
    [InlineData(QrErrorCorrection.Q)]
    [InlineData(QrErrorCorrection.H)]
    public void Every_version_equals_the_symbol_of_QRCoder_in_all_modes_at_both_ends_of_its_capacity(QrErrorCorrection level)
    {
        var random = new Random(2015 + (int)level);
        foreach (var mode in Modes)
        {
            for (var version = 1; version <= 40; version++)
            {
                AssertIsQrCoders(QrSamples.Segment(mode, QrSamples.Capacity(mode, version, level), random), version, level);
                AssertIsQrCoders(QrSamples.Segment(mode, QrSamples.Capacity(mode, version - 1, level) + 1, random), version, level);
            }
        }
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x55)]
    [InlineData('A')]
    public void A_symbol_of_one_repeated_byte_equals_the_symbol_of_QRCoder(byte value)
    {
        foreach (var length in (int[])[1, 100, 700, 2_000])
        {
            var segment = QrSegment.Bytes(Enumerable.Repeat(value, length).ToArray());
            QrSamples.AssertIsQrCoders(segment, OwnSymbol(new QrContent([segment])));
        }
    }

    /// <summary>ISO/IEC 18004 table 7.</summary>
    [Theory]
    [InlineData(1, QrErrorCorrection.L, 41, 25, 17)]
    [InlineData(1, QrErrorCorrection.M, 34, 20, 14)]
    [InlineData(1, QrErrorCorrection.Q, 27, 16, 11)]
    [InlineData(1, QrErrorCorrection.H, 17, 10, 7)]
    [InlineData(10, QrErrorCorrection.L, 652, 395, 271)]
    [InlineData(10, QrErrorCorrection.M, 513, 311, 213)]
    [InlineData(10, QrErrorCorrection.Q, 364, 221, 151)]
    [InlineData(10, QrErrorCorrection.H, 288, 174, 119)]
    [InlineData(40, QrErrorCorrection.L, 7089, 4296, 2953)]
    [InlineData(40, QrErrorCorrection.M, 5596, 3391, 2331)]
    [InlineData(40, QrErrorCorrection.Q, 3993, 2420, 1663)]
    [InlineData(40, QrErrorCorrection.H, 3057, 1852, 1273)]
    public void A_version_has_exactly_the_capacity_of_the_standard(int version, QrErrorCorrection level, int digits, int letters, int bytes)
    {
        foreach (var (mode, capacity) in Modes.Zip([digits, letters, bytes]))
        {
            var full = new QrContent([QrSamples.Segment(mode, capacity, new Random(7))])
            {
                ErrorCorrection = level,
                LargestVersion = version,
            };
            Assert.Equal((version, level), (OwnSymbol(full).Version, OwnSymbol(full).ErrorCorrection));

            var more = full with { Segments = [QrSamples.Segment(mode, capacity + 1, new Random(7))] };
            Assert.Equal("QR_TOO_LARGE", Assert.Throws<RenderingException>(() => OwnSymbol(more)).Reason);
        }
    }

    [Fact]
    public void A_scanner_reads_digits_and_bytes_as_one_text()
    {
        var address = "https://example.org/c#"u8.ToArray();
        var content = new QrContent([QrSegment.Bytes(address), QrSegment.Digits("0056290953524375")]);

        Assert.Equal("https://example.org/c#0056290953524375", Scanner.ScanText(QrPng.Write(OwnSymbol(content))));
    }

    [Theory]
    [InlineData(QrErrorCorrection.L)]
    [InlineData(QrErrorCorrection.H)]
    public void A_scanner_reads_a_mix_of_letters_digits_and_bytes_as_one_text(QrErrorCorrection level)
    {
        var random = new Random(45);
        foreach (var length in (int[])[1, 20, 301])
        {
            QrSegment[] segments = [.. new[] { QrMode.Alphanumeric, QrMode.Numeric, QrMode.Byte, QrMode.Numeric }
                .Select(mode => QrSamples.Segment(mode, length, random))];

            var scanned = Scanner.ScanBytes(QrPng.Write(OwnSymbol(new QrContent(segments) { ErrorCorrection = level })));

            Assert.Equal(segments.SelectMany(segment => segment.Data.ToArray()), scanned);
        }
    }

    /// <summary>
    /// QRCoder writes wrong error correction for such content: of the first five zbarimg reads nothing when QRCoder made them. So here a
    /// scanner is the judge.
    /// </summary>
    [Theory]
    [InlineData(0, 200)]
    [InlineData(0, 1_000)]
    [InlineData(0, 2_200)]
    [InlineData(10, 160)]
    [InlineData(60, 1_460)]
    [InlineData(0, 2_331)]
    public void A_scanner_reads_blocks_of_zero_bytes(int letters, int zeros)
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)'A', letters), .. new byte[zeros]];

        Assert.Equal(bytes, Scanner.ScanBytes(QrPng.Write(OwnSymbol(new QrContent([QrSegment.Bytes(bytes)])))));
    }

    [Fact]
    public void A_scanner_reads_zero_digits()
    {
        var zeros = new string('0', 700);

        Assert.Equal(zeros, Scanner.ScanText(QrPng.Write(OwnSymbol(new QrContent([QrSegment.Digits(zeros)])))));
    }

    [Theory]
    [InlineData(119, QrErrorCorrection.H, 10)]
    [InlineData(120, QrErrorCorrection.Q, 9)]
    [InlineData(151, QrErrorCorrection.Q, 10)]
    [InlineData(152, QrErrorCorrection.M, 8)]
    [InlineData(213, QrErrorCorrection.M, 10)]
    public void The_highest_level_that_fits_the_content_is_chosen_and_then_the_smallest_version(
        int length, QrErrorCorrection level, int version)
    {
        var content = new QrContent([QrSamples.Segment(QrMode.Byte, length, new Random(1))])
        {
            ErrorCorrection = QrErrorCorrection.H,
            LeastErrorCorrection = QrErrorCorrection.M,
            LargestVersion = 10,
        };

        Assert.Equal((version, level), (OwnSymbol(content).Version, OwnSymbol(content).ErrorCorrection));
    }

    [Fact]
    public void No_level_below_the_minimum_is_used()
    {
        var content = new QrContent([QrSegment.Bytes(Encoding.ASCII.GetBytes(new string('A', 214)))])
        {
            ErrorCorrection = QrErrorCorrection.H,
            LeastErrorCorrection = QrErrorCorrection.M,
            LargestVersion = 10,
        };

        var exception = Assert.Throws<RenderingException>(() => OwnSymbol(content));

        Assert.Equal(
            ("QR_TOO_LARGE", "The QR code would hold 217 bytes; the largest (version 10, level M) holds 216."),
            (exception.Reason, exception.Message));
        Assert.Equal(QrErrorCorrection.L, OwnSymbol(content with { LeastErrorCorrection = QrErrorCorrection.L }).ErrorCorrection);
    }

    [Fact]
    public void The_level_is_not_lowered_unless_a_minimum_level_is_given()
    {
        var content = new QrContent([QrSegment.Bytes(new byte[1_274])]) { ErrorCorrection = QrErrorCorrection.H };

        Assert.Equal(QrErrorCorrection.H, content.LeastErrorCorrection);
        Assert.Throws<RenderingException>(() => OwnSymbol(content));
    }

    [Fact]
    public void Empty_content_gives_the_smallest_symbol()
    {
        Assert.Equal(1, OwnSymbol(new QrContent([])).Version);
        Assert.Equal(1, OwnSymbol(new QrContent([QrSegment.Digits("")])).Version);
    }

    [Theory]
    [InlineData(0, QrErrorCorrection.M)]
    [InlineData(41, QrErrorCorrection.M)]
    [InlineData(40, QrErrorCorrection.Q)]
    public void Contradictory_content_is_refused(int largest, QrErrorCorrection least)
    {
        var content = new QrContent([QrSegment.Digits("1")]) { LargestVersion = largest, LeastErrorCorrection = least };

        Assert.Throws<ArgumentOutOfRangeException>(() => OwnSymbol(content));
    }

    private static void AssertIsQrCoders(QrSegment segment, int version, QrErrorCorrection level)
    {
        var symbol = OwnSymbol(new QrContent([segment]) { ErrorCorrection = level });
        Assert.Equal((version, level), (symbol.Version, symbol.ErrorCorrection));
        QrSamples.AssertIsQrCoders(segment, symbol);
    }

    private static QrSymbol OwnSymbol(QrContent content) => QrEncoder.Encode(content, prefersQrCoder: false);
}
