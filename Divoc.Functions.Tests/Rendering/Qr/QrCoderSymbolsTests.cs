using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Rendering.Qr;

/// <summary>QRCoder in the place of our own code, as builds with <c>CardPackages=true</c> have it.</summary>
public sealed class QrCoderSymbolsTests
{
    [Theory]
    [InlineData(QrErrorCorrection.L)]
    [InlineData(QrErrorCorrection.M)]
    [InlineData(QrErrorCorrection.Q)]
    [InlineData(QrErrorCorrection.H)]
    public void QRCoder_makes_the_same_symbols_as_the_own_encoder(QrErrorCorrection level)
    {
        var random = new Random(181);
        foreach (var mode in Enum.GetValues<QrMode>())
        {
            for (var version = 1 + (int)level; version <= 40; version += 4)
            {
                var segment = QrSamples.Segment(mode, QrSamples.Capacity(mode, version, level), random);
                var content = new QrContent([segment]) { ErrorCorrection = level };

                var symbol = Encode(content, version);

                Assert.NotNull(symbol);
                QrSamples.AssertIsQrCoders(segment, symbol);
                QrSamples.AssertSame(QrEncoder.Encode(content, prefersQrCoder: false), symbol);
            }
        }
    }

    [Fact]
    public void The_own_encoder_makes_what_QRCoder_cannot_make()
    {
        QrContent[] contents =
        [
            new([]),
            new([QrSegment.Bytes(default)]),
            new([QrSegment.Letters("123")]),
            new([QrSegment.Letters("HC1:"), QrSegment.Digits("123")]),
        ];

        foreach (var content in contents)
        {
            Assert.Null(Encode(content, 1));
            QrSamples.AssertSame(QrEncoder.Encode(content, prefersQrCoder: false), QrEncoder.Encode(content, prefersQrCoder: true));
        }
    }

    [Fact]
    public void A_symbol_is_correct_with_either_preferred_encoder_for_any_number_of_zeros()
    {
        var random = new Random(0);
        var declined = 0;
        for (var round = 0; round < 300; round++)
        {
            var level = (QrErrorCorrection)random.Next(4);
            var bytes = SparseBytes(random, QrSamples.Capacity(QrMode.Byte, 1 + random.Next(25), level));
            var content = new QrContent([QrSegment.Bytes(bytes)]) { ErrorCorrection = level };
            var own = QrEncoder.Encode(content, prefersQrCoder: false);

            QrSamples.AssertSame(own, QrEncoder.Encode(content, prefersQrCoder: true));
            declined += Encode(content, own.Version) is null ? 1 : 0;
        }

        Assert.InRange(declined, 30, 270);
    }

    [Fact]
    public void Zero_digits_are_treated_like_zero_bytes()
    {
        var content = new QrContent([QrSegment.Digits(new string('0', 700))]);
        var own = QrEncoder.Encode(content, prefersQrCoder: false);

        Assert.Null(Encode(content, own.Version));
        QrSamples.AssertSame(own, QrEncoder.Encode(content, prefersQrCoder: true));
    }

    /// <summary>Stretches of zeros and of other bytes in turn.</summary>
    private static byte[] SparseBytes(Random random, int length)
    {
        var bytes = new byte[length];
        for (var start = random.Next(30); start < length; start += 1 + random.Next(90))
        {
            random.NextBytes(bytes.AsSpan(start, Math.Min(random.Next(40), length - start)));
        }

        return bytes;
    }

    private static QrSymbol? Encode(QrContent content, int version)
    {
        var data = new byte[QrTables.BlocksOf(version, content.ErrorCorrection).DataLength + QrBits.Slack];
        QrBits.Write(content.Segments, version, data);
        return QrCoderSymbols.Encode(content.Segments, version, content.ErrorCorrection, data.AsSpan()[..^QrBits.Slack]);
    }
}
