using System.Buffers.Binary;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using SkiaSharp;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class FontPrunerTests
{
    [Fact]
    public void A_pruned_font_keeps_the_used_outlines_and_their_components()
    {
        using var fonts = new FontLibrary();
        var file = fonts[Typeface.Sans, FontWeight.Regular].File;
        using var wholeData = SKData.CreateCopy(file);
        using var whole = SKTypeface.FromData(wholeData);
        using var before = new SKFont(whole, 1_000);
        var used = before.GetGlyphs("ếÅg");

        var pruned = FontPruner.Prune(file, used);

        using var prunedData = SKData.CreateCopy(pruned);
        using var typeface = SKTypeface.FromData(prunedData);
        using var after = new SKFont(typeface, 1_000);
        Assert.True(pruned.Length < file.Length / 5);
        Assert.Equal(whole.GlyphCount, typeface.GlyphCount);
        Assert.All(used, glyph => Assert.Equal(before.GetGlyphPath(glyph)!.ToSvgPathData(), after.GetGlyphPath(glyph)!.ToSvgPathData()));
        Assert.True(after.GetGlyphPath(before.GetGlyph('Q'))!.IsEmpty);
    }

    /// <summary>Glyphs behind the last metric of the table share it (OpenType 1.9, hmtx).</summary>
    [Theory]
    [InlineData(FontWeight.Regular)]
    [InlineData(FontWeight.Bold)]
    public void Pruning_keeps_the_last_width_because_other_glyphs_share_it(FontWeight weight)
    {
        using var fonts = new FontLibrary();
        var file = fonts[Typeface.Sans, weight].File;
        var last = BinaryPrimitives.ReadUInt16BigEndian(FontPruner.Table(file, "hhea")[34..]) - 1;
        Assert.True(last < FontPruner.GlyphCount(file) - 1);

        var pruned = FontPruner.Prune(file, [(ushort)(last + 1)]);

        Assert.Equal(FontPruner.Table(file, "hmtx")[(last * 4)..], FontPruner.Table(pruned, "hmtx")[(last * 4)..]);
    }

    [Fact]
    public void A_pruned_font_has_the_checksum_required_by_OpenType()
    {
        using var fonts = new FontLibrary();

        var pruned = FontPruner.Prune(fonts[Typeface.Sans, FontWeight.Bold].File, [40, 41, 42]);

        var sum = 0u;
        for (var index = 0; index < pruned.Length; index += 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(pruned.AsSpan(index));
        }

        Assert.Equal(0xB1B0AFBA, sum);
    }
}
