using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The fonts of one document: Skia embeds a font file whole, so it is given files that hold only what the document draws.</summary>
internal sealed class PrunedFonts : IDisposable
{
    private readonly Dictionary<(Typeface Typeface, FontWeight Weight), SKFont> made = [];

    /// <summary>Prunes the fonts of all runs.</summary>
    /// <param name="fonts">The whole fonts.</param>
    /// <param name="runs">All that is drawn.</param>
    public PrunedFonts(FontLibrary fonts, IEnumerable<GlyphRun> runs)
    {
        var used = new Dictionary<(Typeface Typeface, FontWeight Weight), HashSet<ushort>>();
        foreach (var run in runs)
        {
            if (!used.TryGetValue((run.Typeface, run.Weight), out var glyphs))
            {
                used.Add((run.Typeface, run.Weight), glyphs = []);
            }

            foreach (var glyph in run.Glyphs.Span)
            {
                glyphs.Add(glyph);
            }
        }

        foreach (var (key, glyphs) in used)
        {
            var face = fonts[key.Typeface, key.Weight];
            if (face.InvisibleGlyph is { } invisible)
            {
                glyphs.Remove(invisible);
            }

            made.Add(key, Make(FontPruner.Prune(face.File, glyphs)));
        }
    }

    /// <summary>The font of a family and a weight that some run is in.</summary>
    public SKFont this[Typeface typeface, FontWeight weight] => made[(typeface, weight)];

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
