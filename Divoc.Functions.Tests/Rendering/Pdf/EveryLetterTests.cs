using System.Globalization;
using System.Text;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Pictures;
using SkiaSharp;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>Every letter and mark of Latin, Greek and Cyrillic that Noto Sans (2020-12-25) has, judged by its pixels.</summary>
public sealed class EveryLetterTests
{
    private const float Size = 20;
    private const int Cell = 60;
    private const int InARow = 40;

    // What the font's table of characters holds of the blocks, as read from the file of fonts-noto-core.
    private static readonly (int First, int Last)[] InNotoSans =
    [
        (0x0041, 0x005A), (0x0061, 0x007A), (0x00AA, 0x0377), (0x037A, 0x037F), (0x0384, 0x038A), (0x038C, 0x038C), (0x038E, 0x03A1),
        (0x03A3, 0x03E1),
        (0x03F0, 0x052F), (0x1AB0, 0x1AC0), (0x1C80, 0x1C88), (0x1D00, 0x1DF9), (0x1DFB, 0x1F15), (0x1F18, 0x1F1D), (0x1F20, 0x1F45),
        (0x1F48, 0x1F4D),
        (0x1F50, 0x1F57), (0x1F59, 0x1F59), (0x1F5B, 0x1F5B), (0x1F5D, 0x1F5D), (0x1F5F, 0x1F7D), (0x1F80, 0x1FB4), (0x1FB6, 0x1FC4),
        (0x1FC6, 0x1FD3),
        (0x1FD6, 0x1FDB), (0x1FDD, 0x1FEF), (0x1FF2, 0x1FF4), (0x1FF6, 0x1FFE), (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F),
        (0xA700, 0xA7BF),
        (0xA7C2, 0xA7CA), (0xA7F5, 0xA7FF), (0xAB30, 0xAB6B), (0xFB00, 0xFB06), (0xFE20, 0xFE2F),
    ];

    [Theory]
    [InlineData(FontWeight.Regular)]
    [InlineData(FontWeight.Bold)]
    public void Every_letter_is_drawn_and_looks_the_same_composed_and_decomposed(FontWeight weight)
    {
        var texts = Letters().ToList();
        using var shaper = new TextShaper(Renderers.Fonts);
        var flow = new TextFlow(shaper);
        var lines = texts.ConvertAll(text => Assert.Single(flow.Break(text, weight, 1_000, 1)));
        var decomposed = texts.ConvertAll(text => Assert.Single(flow.Break(Decomposed(text), weight, 1_000, 1)));

        using var picture = Picture(lines);
        using var other = Picture(decomposed);

        Assert.InRange(texts.Count, 1_500, 2_500);
        Assert.All(
            lines,
            line => Assert.All(
                line.Runs,
                run => Assert.True(!run.Glyphs.Span.Contains((ushort)0) && run.Width < 2.5f, $"{line.Text} is not drawn as itself.")));
        Assert.Equal(picture.Bytes, other.Bytes);
        Assert.All(
            Enumerable.Range(0, texts.Count),
            index => Assert.True(InkOf(picture, index) > 2, $"{texts[index]} (U+{(int)texts[index][^1]:X4}) shows nothing."));
    }

    [Theory]
    [InlineData("Ọláṣubọ̀mí Ọ́ṣun Ụchẹ́nnà")]
    [InlineData("Ḥāfiẓ ʿAbd Kṛṣṇa Ṝṁ ǭ ǖ")]
    [InlineData("Ἑλένη ᾧ ᾲ ῥήτωρ ΐ")]
    [InlineData("Ӂ Ё Й Ӥ ѷ")]
    [InlineData("Nguyễn Thị Ữ Ậ")]
    [InlineData("क़ख़ग़ ড়ঢ় ਸ਼ ଡ଼ କୋ கொ ൊ ೋ ොෝ")]
    [InlineData("\uFB2C \uFB1D \uFB2F \uFB31")]
    [InlineData("أ إ آ ؤ ئ ۂ")]
    [InlineData("\u0F43 \u0F40\u0F73 \u0F69")]
    public void Composed_and_decomposed_spellings_of_a_name_have_the_same_pixels(string name)
    {
        using var shaper = new TextShaper(Renderers.Fonts);
        var flow = new TextFlow(shaper);

        using var picture = Picture(flow.Break(name, FontWeight.Regular, 1_000, 1));
        using var decomposed = Picture(flow.Break(Decomposed(name), FontWeight.Regular, 1_000, 1));

        Assert.Equal(picture.Bytes, decomposed.Bytes);
        Assert.NotEqual(name, Decomposed(name));
    }

    private static IEnumerable<string> Letters()
    {
        foreach (var (first, last) in InNotoSans)
        {
            for (var code = first; code <= last; code++)
            {
                var category = CharUnicodeInfo.GetUnicodeCategory(code);
                if (category == UnicodeCategory.NonSpacingMark && !ScriptBlocks.IsIgnorable(code))
                {
                    yield return $"o{(char)code}";
                }
                else if (category <= UnicodeCategory.OtherLetter)
                {
                    yield return ((char)code).ToString();
                }
            }
        }
    }

    private static string Decomposed(string text)
    {
        var parts = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            Decompose(character.Value, parts);
        }

        return parts.ToString();
    }

    private static void Decompose(int code, StringBuilder parts)
    {
        if (!CanonicalForm.TryDecompose(code, out var first, out var second))
        {
            parts.Append(new Rune(code).ToString());
            return;
        }

        Decompose(first, parts);
        if (second != 0)
        {
            Decompose(second, parts);
        }
    }

    private static SKBitmap Picture(IReadOnlyList<ShapedText> lines)
    {
        var elements = lines.Select((line, index) => new TextElement(
            line, Size, new PageColor(0, 0, 0), ((index % InARow) * Cell) + 20, ((index / InARow) * Cell) + 36))
            .ToList<PageElement>();
        var rows = (lines.Count + InARow - 1) / InARow;
        var drawing = new PageDrawing(
            InARow * Cell, rows * Cell, new DocumentProperties("Letters", "", "", "und", DateTimeOffset.UnixEpoch), [elements]);
        return SKBitmap.Decode(PagePicture.Write(drawing, 72));
    }

    private static int InkOf(SKBitmap picture, int index)
    {
        var ink = 0;
        for (var y = index / InARow * Cell; y < ((index / InARow) + 1) * Cell; y++)
        {
            for (var x = index % InARow * Cell; x < ((index % InARow) + 1) * Cell; x++)
            {
                ink += picture.GetPixel(x, y).Red < 220 ? 1 : 0;
            }
        }

        return ink;
    }
}
