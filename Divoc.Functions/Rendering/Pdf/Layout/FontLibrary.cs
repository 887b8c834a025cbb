using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// The fonts of the page: Noto, one family for each script, in two weights, and before them a template's own. Each font of the program is
/// read when the first text needs it. Thread-safe.
/// </summary>
public sealed class FontLibrary : IDisposable
{
    // A template's fonts are read once for all pages.
    private static readonly ConditionalWeakTable<FontFile, FontFace> OwnFaces = [];

    private readonly ConditionalWeakTable<FixedParts, PreparedParts> prepared = [];
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

    /// <summary>Whether there are fonts of a template.</summary>
    internal bool HasOwn => own is not null;

    /// <summary>The fonts of the program that have been read.</summary>
    internal IEnumerable<Typeface> Loaded =>
        ShippedFonts.Typefaces.Where(typeface => Enum.GetValues<FontWeight>().Any(weight => faces[(typeface, weight)].IsValueCreated));

    /// <summary>The font of a family and a weight.</summary>
    internal FontFace this[Typeface typeface, FontWeight weight]
    {
        get
        {
            if (typeface != Typeface.Own)
            {
                return faces[(typeface, weight)].Value;
            }

            return weight == FontWeight.Bold ? own!.Value.Bold : own!.Value.Regular;
        }
    }

    /// <summary>These fonts with a template's own before them; unchanged if it has none. The fonts of the program are shared.</summary>
    public FontLibrary With(OwnFonts? fonts) => fonts is null ? this : new FontLibrary(this, fonts);

    /// <summary>The cached parts of a template, made once.</summary>
    internal PreparedParts PreparedFor(FixedParts parts) => prepared.GetValue(parts, key => new PreparedParts(key, this));

    /// <summary>
    /// The font that prints a user-perceived character (a letter with its marks): the font of its script, or the template's font. Null if
    /// none can print all of it.
    /// </summary>
    /// <param name="character">In canonical form.</param>
    /// <param name="latin">The font for Latin in this line.</param>
    /// <param name="current">
    /// The font of the text before it, which also prints characters that scripts share, such as digits and blanks.
    /// </param>
    /// <param name="weight">The fonts' weight.</param>
    internal Typeface? Find(ReadOnlySpan<char> character, Typeface latin, Typeface current, FontWeight weight)
    {
        if (own is not null && Has(character, Typeface.Own, weight))
        {
            return Typeface.Own;
        }

        Rune.DecodeFromUtf16(character, out var first, out _);
        var script = ScriptBlocks.TypefaceOf(first.Value);
        if (script is null && !Rune.IsLetter(first) && Has(character, current, weight))
        {
            return current;
        }

        foreach (var typeface in (ReadOnlySpan<Typeface>)
        [
            script ?? ScriptBlocks.SharedTypefaceOf(first.Value),
            latin,
            Typeface.SansExtended,
        ])
        {
            if (Has(character, typeface, weight))
            {
                return typeface;
            }
        }

        return null;
    }

    /// <summary>Whether a font prints all of a text: a letter and its mark must not be from two fonts.</summary>
    private bool Has(ReadOnlySpan<char> text, Typeface typeface, FontWeight weight)
    {
        var font = this[typeface, weight].Font;
        for (var index = 0; index < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text[index..], out var character, out var length) != OperationStatus.Done
                || !Prints(font, character.Value))
            {
                return false;
            }

            index += length;
        }

        return true;
    }

    /// <summary>
    /// Whether a font prints a character: it has a glyph for it or for its parts, or the character is invisible by definition.
    /// </summary>
    private static bool Prints(HarfBuzzSharp.Font font, int codePoint)
    {
        return ScriptBlocks.IsIgnorable(codePoint)
            || font.TryGetNominalGlyph(codePoint, out _)
            || (CanonicalForm.TryDecompose(codePoint, out var first, out var second)
                && Prints(font, first)
                && (second == 0 || Prints(font, second)));
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
