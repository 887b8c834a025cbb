using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>
/// The beginning that all PDFs of a template share, byte for byte, made once: the colour profile, the fonts with the glyphs of the
/// template's texts and of plain Latin text, and the logo. Everything else that a page draws follows in its own part of the file.
/// </summary>
internal sealed class SharedBeginning
{
    private const char FirstPlain = ' ';
    private const char LastPlain = '~';

    // Without a template: for drawings of tests, and for drawings made by hand.
    private static readonly SharedBeginning Bare = new(null);

    private SharedBeginning(PreparedParts? prepared)
    {
        using var target = new PdfBuffer(64 * 1024);
        // The second line shows programs that the file is not text (ISO 32000-1 section 7.5.2). Attachments with a relationship need PDF
        // 1.7 and its extensions.
        target.Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"u8);
        var objects = new PdfObjects(target, []);
        Profile = objects.AddStream("/N 3 /Alternate /DeviceRGB /Filter /FlateDecode"u8, Deflate.Well(SrgbProfile.Write()));
        Fonts = prepared is null ? FrozenDictionary<FontFace, SharedFont>.Empty : WriteFonts(objects, prepared);
        Logo = prepared?.Parts.Logo;
        LogoNumber = Logo is null ? 0 : LogoContent.Write(objects, Logo.SvgPath, Logo.Png);
        Bytes = target.Written.ToArray();
        Offsets = objects.Offsets;
    }

    /// <summary>The bytes of the beginning.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The positions of its objects.</summary>
    public IReadOnlyList<int> Offsets { get; }

    /// <summary>The object of the colour profile.</summary>
    public int Profile { get; }

    public FrozenDictionary<FontFace, SharedFont> Fonts { get; }

    public PageLogo? Logo { get; }

    /// <summary>The object of the logo; 0 for none.</summary>
    public int LogoNumber { get; }

    /// <summary>Makes the beginning of a template's files.</summary>
    public static SharedBeginning Of(PreparedParts? prepared) => prepared is null ? Bare : new SharedBeginning(prepared);

    private static FrozenDictionary<FontFace, SharedFont> WriteFonts(PdfObjects objects, PreparedParts prepared)
    {
        // In an order that is the same in every process, because the order of the fonts depends on it.
        var texts = prepared.Texts.OrderBy(text => text.Text, StringComparer.Ordinal).ThenBy(text => text.Weight);
        var used = new Dictionary<FontFace, SortedSet<ushort>>();
        foreach (var run in texts.Concat(PlainTexts(prepared)).SelectMany(text => text.Runs))
        {
            if (!used.TryGetValue(run.Font, out var glyphs))
            {
                used.Add(run.Font, glyphs = []);
            }

            glyphs.UnionWith(run.Glyphs.ToArray());
        }

        var fonts = new Dictionary<FontFace, SharedFont>();
        foreach (var (face, glyphs) in used.OrderBy(font => font.Key.Metrics.Name, StringComparer.Ordinal))
        {
            var number = EmbeddedFont.Write(objects, face, [.. glyphs], Deflate.Well);
            fonts.Add(
                face, new SharedFont(string.Create(CultureInfo.InvariantCulture, $"F{fonts.Count + 1}"), number, IncludedOf(face, glyphs)));
        }

        return fonts.ToFrozenDictionary();
    }

    private static bool[] IncludedOf(FontFace face, SortedSet<ushort> glyphs)
    {
        var held = new bool[face.Metrics.GlyphCount];
        foreach (var glyph in glyphs)
        {
            held[glyph] = true;
        }

        return held;
    }

    /// <summary>
    /// Names and codes in plain letters, which are most of a page: each character beside each other one, because some pairs have a common
    /// glyph.
    /// </summary>
    private static List<ShapedText> PlainTexts(PreparedParts prepared)
    {
        using var shaper = new TextShaper(prepared.Fonts);
        var texts = new List<ShapedText>();
        for (var first = FirstPlain; first <= LastPlain; first++)
        {
            var pairs = new StringBuilder("ffi ffl ffj");
            for (var second = FirstPlain; second <= LastPlain; second++)
            {
                pairs.Append(first).Append(second);
            }

            texts.AddRange(Enum.GetValues<FontWeight>().Select(weight => shaper.Shape(pairs.ToString(), weight)));
        }

        return texts;
    }
}

/// <summary>A font in the beginning of a file.</summary>
/// <param name="Name">Its name in pages.</param>
/// <param name="Number">The number of its object.</param>
/// <param name="Includes">For each glyph, whether it is included.</param>
internal sealed record SharedFont(string Name, int Number, bool[] Includes);
