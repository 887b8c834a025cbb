using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Rendering.Qr;

/// <summary>
/// Our own encoder with and without the processor's special instructions: all ways make the same symbols, and these are QRCoder's.
/// </summary>
public sealed class QrWaysTests
{
    private static readonly QrMode[] Modes = Enum.GetValues<QrMode>();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Each_code_path_makes_the_same_symbols_as_the_portable_one(bool placesByStrips, bool scoresAllMasks)
    {
        Assert.SkipUnless(
            (!placesByStrips || QrStrips.IsSupported) && (!scoresAllMasks || QrEightLanes.IsSupported),
            "This processor has not the instructions.");
        var ways = new QrWays(placesByStrips, scoresAllMasks);
        var random = new Random(512);
        foreach (var level in Enum.GetValues<QrErrorCorrection>())
        {
            foreach (var mode in Modes)
            {
                for (var version = 1; version <= 40; version++)
                {
                    var content = Content(mode, version, level, random);

                    QrSamples.AssertSame(Encode(content, QrWays.Portable), Encode(content, ways));
                }
            }
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x55)]
    [InlineData(0xFF)]
    [InlineData('A')]
    public void Each_code_path_makes_the_same_symbols_from_uniform_content(byte value)
    {
        for (var length = 0; length <= 2_331; length += 37)
        {
            var content = new QrContent([QrSegment.Bytes(Enumerable.Repeat(value, length).ToArray()), QrSegment.Digits("00")])
            {
                LeastErrorCorrection = QrErrorCorrection.L,
            };

            QrSamples.AssertSame(Encode(content, QrWays.Portable), Encode(content, QrWays.Fastest));
        }
    }

    [Theory]
    [Trait("Kind", "Slow")]
    [InlineData(QrErrorCorrection.L)]
    [InlineData(QrErrorCorrection.M)]
    [InlineData(QrErrorCorrection.Q)]
    [InlineData(QrErrorCorrection.H)]
    public void Thousands_of_random_symbols_equal_those_of_QRCoder(QrErrorCorrection level)
    {
        var random = new Random(1_000 + (int)level);
        for (var round = 0; round < 1_000; round++)
        {
            var content = Content(Modes[round % Modes.Length], 1 + (round % 40), level, random);
            var symbol = Encode(content, QrWays.Fastest);

            QrSamples.AssertIsQrCoders(content.Segments[0], symbol);
            QrSamples.AssertSame(symbol, Encode(content, QrWays.Portable));
        }
    }

    [Fact]
    public void Transposing_lines_twice_restores_them()
    {
        var random = new Random(64);
        foreach (var side in (int[])[21, 61, 65, 125, 129, 177])
        {
            var lines = new ulong[side * QrLines.Words];
            for (var index = 0; index < lines.Length; index++)
            {
                lines[index] = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & QrLines.Ones(side, index % QrLines.Words);
            }

            var (transposed, again) = (new ulong[lines.Length], new ulong[lines.Length]);
            QrLines.Transpose(lines, side, transposed);
            QrLines.Transpose(transposed, side, again);

            Assert.Equal(lines, again);
            Assert.All(
                Enumerable.Range(0, side),
                line => Assert.Equal(QrLines.IsDark(lines, line, side - 1), QrLines.IsDark(transposed, side - 1, line)));
        }
    }

    /// <summary>Content of up to ten characters less than the version holds, and of more than the version before it does.</summary>
    private static QrContent Content(QrMode mode, int version, QrErrorCorrection level, Random random)
    {
        var most = QrSamples.Capacity(mode, version, level);
        var least = Math.Max(QrSamples.Capacity(mode, version - 1, level) + 1, most - 10);
        return new([QrSamples.Segment(mode, random.Next(least, most + 1), random)]) { ErrorCorrection = level };
    }

    private static QrSymbol Encode(QrContent content, QrWays ways) => QrEncoder.Encode(content, prefersQrCoder: false, ways);
}
