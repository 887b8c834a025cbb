using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>
/// The fonts of the page: Noto, one family a script, in two weights, and before them a template's own. Each font of the program is read when the first text
/// needs it. Thread-safe.
/// </summary>
public sealed class FontLibrary : IDisposable
{
    // A template's fonts are read once, however many pages ask for them.
    private static readonly ConditionalWeakTable<FontFile, FontFace> OwnFaces = [];

    private readonly Dictionary<(Typeface Typeface, FontWeight Weight), Lazy<FontFace>> faces;
    private readonly (FontFace Regular, FontFace Bold)? own;

    /// <summary>The fonts of the program.</summary>
    public FontLibrary()
    {
        faces = ShippedFonts.Typefaces.SelectMany(typeface => Enum.GetValues<FontWeight>().Select(weight => (typeface, weight)))
            .ToDictionary(key => key, key => new Lazy<FontFace>(() => FontFace.Load(key.typeface, key.weight)));
    }

    private FontLibrary(FontLibrary shipped, OwnFonts own)
    {
        faces = shipped.faces;
        this.own = (OwnFaces.GetValue(own.Regular, FontFace.Of), OwnFaces.GetValue(own.Bold, FontFace.Of));
    }

    /// <summary>Whether some fonts are a template's own.</summary>
    internal bool HasOwn => own is not null;

    /// <summary>The fonts of the program that have been read.</summary>
    internal IEnumerable<Typeface> Loaded => ShippedFonts.Typefaces.Where(typeface => Enum.GetValues<FontWeight>().Any(weight => faces[(typeface, weight)].IsValueCreated));

    /// <summary>The font of a family and a weight.</summary>
    internal FontFace this[Typeface typeface, FontWeight weight]
    {
        get => typeface != Typeface.Own ? faces[(typeface, weight)].Value : weight == FontWeight.Bold ? own!.Value.Bold : own!.Value.Regular;
    }

    /// <summary>These fonts with a template's own before them; these alone where it has none. The fonts of the program are shared.</summary>
    public FontLibrary With(OwnFonts? fonts) => fonts is null ? this : new FontLibrary(this, fonts);

    /// <summary>Whether a font prints a character: it has a glyph for it, or the character is invisible by its nature.</summary>
    internal bool Has(Rune character, Typeface typeface, FontWeight weight)
    {
        return Rune.GetUnicodeCategory(character) == UnicodeCategory.Format || this[typeface, weight].Font.TryGetNominalGlyph(character.Value, out _);
    }

    /// <summary>Whether a template's own font prints all of a text: a letter with its marks must not be of two fonts.</summary>
    internal bool OwnHas(ReadOnlySpan<char> text, FontWeight weight)
    {
        foreach (var character in text.EnumerateRunes())
        {
            if (own is null || !Has(character, Typeface.Own, weight))
            {
                return false;
            }
        }

        return own is not null;
    }

    /// <summary>The font of the program that prints a character of its own accord, beside no other; null if none has it.</summary>
    internal Typeface? Find(Rune character, FontWeight weight)
    {
        var family = ScriptBlocks.TypefaceOf(character.Value) ?? ScriptBlocks.SharedTypefaceOf(character.Value);
        return Has(character, family, weight) ? family : family != Typeface.Sans && Has(character, Typeface.Sans, weight) ? Typeface.Sans : null;
    }

    /// <summary>Frees the fonts of the program.</summary>
    public void Dispose()
    {
        foreach (var face in faces.Values.Where(face => face.IsValueCreated))
        {
            face.Value.Dispose();
        }
    }
}
