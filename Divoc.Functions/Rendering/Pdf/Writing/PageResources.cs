using System.Buffers;
using System.Globalization;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>The named resources of one document's pages (ISO 32000-1 section 7.8.3): fonts, codes and logos.</summary>
internal sealed class PageResources(PdfObjects objects, SharedBeginning beginning)
{
    private readonly Dictionary<FontFace, DocumentFont> fonts = [];
    private readonly List<DocumentFont> withOwn = [];
    private readonly List<(string Name, int Number)> drawn = [];

    /// <summary>A font with the glyphs that this document draws.</summary>
    public DocumentFont FontOf(FontFace face)
    {
        if (!fonts.TryGetValue(face, out var font))
        {
            font = new DocumentFont(face, beginning.Fonts.GetValueOrDefault(face), withOwn);
            fonts.Add(face, font);
        }

        return font;
    }

    /// <summary>
    /// Writes the image of a code with its quiet zone, and returns its name. The lines are those of a PNG (ISO 32000-1 section 7.4.4.4).
    /// </summary>
    public string CodeOf(QrSymbol symbol)
    {
        using var entries = new PdfBuffer(256);
        entries.Write("/Type /XObject /Subtype /Image /Width "u8);
        entries.Write(QrImageData.SideOf(symbol));
        entries.Write(" /Height "u8);
        entries.Write(QrImageData.LinesOf(symbol, QrImageData.LinesPerModuleOnPaper));
        entries.Write(
            " /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors 1 "u8
            + "/BitsPerComponent 1 /Columns "u8);
        entries.Write(QrImageData.SideOf(symbol));
        entries.Write(">>"u8);
        var lines = ArrayPool<byte>.Shared.Rent(QrImageData.MostBytes(symbol));
        var length = QrImageData.Write(symbol, lines, QrImageData.LinesPerModuleOnPaper);
        var number = objects.AddStream(entries.Written, lines.AsSpan(0, length));
        lines.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(lines);
        return Named(number);
    }

    /// <summary>The name of a logo, which is usually in the beginning of the file.</summary>
    public string LogoOf(string? svgPath, ReadOnlyMemory<byte> png)
    {
        var isShared = beginning.Logo is { } logo && logo.SvgPath == svgPath && logo.Png.Equals(png);
        return Named(isShared ? beginning.LogoNumber : LogoContent.Write(objects, svgPath, png));
    }

    /// <summary>Writes the dictionary into an object whose number is already reserved.</summary>
    public void Write(int number)
    {
        var own = withOwn.ConvertAll(
            font => (Name: font.OwnName, Number: EmbeddedFont.Write(objects, font.Face, font.OwnGlyphs, Deflate.Quickly)));
        objects.Begin(number);
        objects.Target.Write("<</Font <<"u8);
        foreach (var font in beginning.Fonts.Values.OrderBy(font => font.Number))
        {
            WriteEntry(font.Name, font.Number);
        }

        own.ForEach(font => WriteEntry(font.Name, font.Number));
        objects.Target.Write(">> /XObject <<"u8);
        drawn.ForEach(image => WriteEntry(image.Name, image.Number));
        objects.Target.Write(">>>>"u8);
        objects.End();
    }

    private string Named(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"I{drawn.Count + 1}");
        drawn.Add((name, number));
        return name;
    }

    private void WriteEntry(string name, int number)
    {
        objects.Target.Write((byte)'/');
        objects.Target.Write(name);
        objects.Target.WriteReference(number);
    }
}

/// <summary>A font in a document: as in the beginning of the file, and a second time with further drawn glyphs.</summary>
/// <param name="face">The font.</param>
/// <param name="shared">The font in the beginning of the file; null if it is not there.</param>
/// <param name="withOwn">The document's fonts that are needed a second time, in the order of their first use.</param>
internal sealed class DocumentFont(FontFace face, SharedFont? shared, List<DocumentFont> withOwn)
{
    private bool[]? own;

    public FontFace Face => face;

    /// <summary>The name of the second one in pages; empty while it is not used.</summary>
    public string OwnName { get; private set; } = "";

    /// <summary>The glyphs of the second one, rising.</summary>
    public IReadOnlyList<ushort> OwnGlyphs =>
        [.. Enumerable.Range(0, own?.Length ?? 0).Where(glyph => own![glyph]).Select(glyph => (ushort)glyph)];

    /// <summary>The font name with which a glyph is drawn.</summary>
    public string NameFor(ushort glyph)
    {
        if (shared is not null && shared.Includes[glyph])
        {
            return shared.Name;
        }

        if (own is null)
        {
            own = new bool[face.Metrics.GlyphCount];
            withOwn.Add(this);
            OwnName = string.Create(CultureInfo.InvariantCulture, $"X{withOwn.Count}");
        }

        own[glyph] = true;
        return OwnName;
    }
}
