using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Rendering.Qr;

public sealed class QrSegmentTests
{
    [Theory]
    [InlineData("12A", 2)]
    [InlineData("-1", 0)]
    [InlineData("1 ", 1)]
    [InlineData("123٤", 3)]
    public void Numeric_mode_refuses_characters_that_are_not_digits(string text, int index)
    {
        AssertRefused(() => QrSegment.Digits(text), text, index);
    }

    [Theory]
    [InlineData("AB,", 2)]
    [InlineData("aB", 0)]
    [InlineData("HC1:É", 4)]
    [InlineData("A\n", 1)]
    public void Alphanumeric_mode_refuses_characters_outside_its_set(string text, int index)
    {
        AssertRefused(() => QrSegment.Letters(text), text, index);
    }

    [Fact]
    public void Alphanumeric_mode_accepts_its_45_characters()
    {
        const string All = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

        var scanned = Scanner.ScanText(QrPng.Write(QrEncoder.Encode(new QrContent([QrSegment.Letters(All)]), prefersQrCoder: false)));

        Assert.Equal(All, scanned);
    }

    [Fact]
    public void Segments_are_equal_if_mode_and_content_are_equal()
    {
        Assert.Equal(QrSegment.Digits("123"), QrSegment.Digits("123"));
        Assert.Equal(QrSegment.Digits("123").GetHashCode(), QrSegment.Digits("123").GetHashCode());
        Assert.NotEqual(QrSegment.Digits("123"), QrSegment.Digits("124"));
        Assert.NotEqual(QrSegment.Digits("123"), QrSegment.Letters("123"));
        Assert.NotEqual(QrSegment.Letters("123"), QrSegment.Bytes("123"u8.ToArray()));
    }

    private static void AssertRefused(Func<QrSegment> make, string text, int index)
    {
        var exception = Assert.Throws<ArgumentException>(make);
        Assert.Contains($"index {index}.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, exception.Message, StringComparison.Ordinal);
    }
}
