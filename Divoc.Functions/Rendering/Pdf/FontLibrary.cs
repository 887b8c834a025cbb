using System.Globalization;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The fonts of the page: Noto, one family a script, in two weights. Each is read when the first text needs it. Thread-safe.</summary>
public sealed class FontLibrary : IDisposable
{
    private static readonly int Weights = Enum.GetValues<FontWeight>().Length;

    private readonly Lazy<FontFace>[] faces =
    [
        .. Enum.GetValues<Typeface>().SelectMany(typeface => Enum.GetValues<FontWeight>().Select(weight => new Lazy<FontFace>(() => Load(typeface, weight)))),
    ];

    /// <summary>The fonts that have been read.</summary>
    internal IEnumerable<Typeface> Loaded => Enum.GetValues<Typeface>().Where(typeface => Enum.GetValues<FontWeight>().Any(weight => At(typeface, weight).IsValueCreated));

    /// <summary>The font of a family and a weight.</summary>
    internal FontFace this[Typeface typeface, FontWeight weight] => At(typeface, weight).Value;

    /// <summary>Whether a font prints a character: it has a glyph for it, or the character is invisible by its nature.</summary>
    internal bool Has(Rune character, Typeface typeface, FontWeight weight)
    {
        return Rune.GetUnicodeCategory(character) == UnicodeCategory.Format || this[typeface, weight].Font.TryGetNominalGlyph(character.Value, out _);
    }

    /// <summary>The font that prints a character of its own accord, beside no other; null if none has it.</summary>
    internal Typeface? Find(Rune character, FontWeight weight)
    {
        var own = ScriptBlocks.TypefaceOf(character.Value) ?? ScriptBlocks.SharedTypefaceOf(character.Value);
        return Has(character, own, weight) ? own : own != Typeface.Sans && Has(character, Typeface.Sans, weight) ? Typeface.Sans : null;
    }

    /// <summary>Frees the fonts.</summary>
    public void Dispose()
    {
        foreach (var face in faces.Where(face => face.IsValueCreated))
        {
            face.Value.Dispose();
        }
    }

    private Lazy<FontFace> At(Typeface typeface, FontWeight weight) => faces[((int)typeface * Weights) + (int)weight];

    private static FontFace Load(Typeface typeface, FontWeight weight)
    {
        return FontFace.Load(typeface == Typeface.Sans ? $"NotoSans-{weight}.ttf" : $"NotoSans{typeface}-{weight}.ttf");
    }
}
