using Divoc.Functions.Rendering.Pdf.Layout;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Pictures;

/// <summary>The fonts of one picture, for drawing with SkiaSharp.</summary>
internal sealed class PictureFonts : IDisposable
{
    private readonly Dictionary<FontFace, SKFont> made = [];

    public SKFont this[FontFace face]
    {
        get
        {
            if (!made.TryGetValue(face, out var font))
            {
                made.Add(face, font = Make(face.File));
            }

            return font;
        }
    }

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
        var typeface = SKTypeface.FromData(data) ?? throw new InvalidOperationException("A font is not valid.");
        return new SKFont(typeface, SkiaText.UnitsPerEm) { Subpixel = true, Hinting = SKFontHinting.None };
    }
}
