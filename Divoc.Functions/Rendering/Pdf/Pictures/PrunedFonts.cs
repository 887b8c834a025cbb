using Divoc.Functions.Rendering.Pdf.Layout;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Pictures;

/// <summary>The fonts of one document: Skia embeds a font file whole, so it is given files that hold only what the document draws.</summary>
internal sealed class PrunedFonts : IDisposable
{
    private readonly Dictionary<FontFace, SKFont> made = [];

    /// <summary>Prunes the fonts of all runs.</summary>
    /// <param name="runs">All that is drawn.</param>
    public PrunedFonts(IEnumerable<GlyphRun> runs)
    {
        var used = new Dictionary<FontFace, HashSet<ushort>>();
        foreach (var run in runs)
        {
            if (!used.TryGetValue(run.Font, out var glyphs))
            {
                used.Add(run.Font, glyphs = []);
            }

            foreach (var glyph in run.Glyphs.Span)
            {
                glyphs.Add(glyph);
            }
        }

        foreach (var (face, glyphs) in used)
        {
            if (face.InvisibleGlyph is { } invisible)
            {
                glyphs.Remove(invisible);
            }

            made.Add(face, Make(FontPruner.Prune(face.File, glyphs, FontPruner.AllTables)));
        }
    }

    /// <summary>What is left of a font that some run is in.</summary>
    public SKFont this[FontFace face] => made[face];

    public void Dispose()
    {
        foreach (var font in made.Values)
        {
            font.Typeface?.Dispose();
            font.Dispose();
        }
    }

    private static SKFont Make(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        var typeface = SKTypeface.FromData(data) ?? throw new InvalidOperationException("A pruned font is not valid.");
        return new SKFont(typeface, SkiaText.UnitsPerEm) { Subpixel = true, Hinting = SKFontHinting.None };
    }
}
