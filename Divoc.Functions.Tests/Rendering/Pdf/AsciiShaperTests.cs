using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>The table of ASCII draws what HarfBuzz draws, or leaves the text to it.</summary>
public sealed class AsciiShaperTests
{
    private const int Texts = 20_000;
    private const int Longest = 40;

    // What stands beside each other in names, codes, dates and sentences.
    private static readonly string[] Alphabets =
    [
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (char)character)),
        "abcdefghijklmnopqrstuvwxyz ",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ ",
        "0123456789",
        "0123456789-/:., ",
        "AVTWYLPFavtwylpf.,'\"-()",
    ];

    [Theory]
    [InlineData(FontWeight.Regular)]
    [InlineData(FontWeight.Bold)]
    public void Glyphs_and_positions_equal_those_of_HarfBuzz(FontWeight weight)
    {
        using var shaper = new TextShaper(Renderers.Fonts);
        var random = new Random(20261201);
        var shaped = 0;
        for (var count = 0; count < Texts; count++)
        {
            var alphabet = Alphabets[count % Alphabets.Length];
            var text = string.Concat(Enumerable.Range(0, random.Next(1, Longest)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (AsciiShaper.TryShape(text, Renderers.Fonts, weight) is { } run)
            {
                AssertSame(Assert.Single(shaper.Shape(text, weight, [], isRightToLeft: false).Runs), run, text);
                shaped++;
            }
        }

        Assert.InRange(shaped, Texts / 2, Texts);
    }

    [Theory]
    [InlineData("office")]
    [InlineData("Zürich")]
    [InlineData("tab\tulator")]
    [InlineData("")]
    public void The_ASCII_shaper_declines_text_with_characters_outside_its_table(string text)
    {
        Assert.Null(AsciiShaper.TryShape(text, Renderers.Fonts, FontWeight.Regular));
    }

    [Fact]
    public void A_long_text_has_a_cluster_for_each_character()
    {
        var run = AsciiShaper.TryShape(new string('x', 1000), Renderers.Fonts, FontWeight.Regular)!;

        Assert.Equal(Enumerable.Range(0, 1000).Select(index => (uint)index), run.Clusters.ToArray());
    }

    private static void AssertSame(GlyphRun expected, GlyphRun actual, string text)
    {
        Assert.True(expected.Glyphs.Span.SequenceEqual(actual.Glyphs.Span), text);
        Assert.True(expected.Positions.Span.SequenceEqual(actual.Positions.Span), text);
        Assert.True(expected.Clusters.Span.SequenceEqual(actual.Clusters.Span), text);
        Assert.True(expected.Utf8.Span.SequenceEqual(actual.Utf8.Span), text);
        Assert.Equal(expected.Width, actual.Width);
        Assert.Equal((expected.Top, expected.Bottom, expected.X), (actual.Top, actual.Bottom, actual.X));
        Assert.Same(expected.Font, actual.Font);
    }
}
