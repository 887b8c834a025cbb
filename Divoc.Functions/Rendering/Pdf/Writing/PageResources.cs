using System.Buffers;
using System.Globalization;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>What the pages of one document refer to by name (ISO 32000-1 section 7.8.3): fonts, codes and logos.</summary>
internal sealed class PageResources(PdfObjects objects, SharedBeginning beginning)
{
    private readonly Dictionary<FontFace, DocumentFont> fonts = [];
    private readonly List<DocumentFont> withOwn = [];
    private readonly List<(string Name, int Number)> drawn = [];

    /// <summary>A font with what this document draws of it.</summary>
    public DocumentFont FontOf(FontFace face)
    {
        if (!fonts.TryGetValue(face, out var font))
        {
            font = new DocumentFont(face, beginning.Fonts.GetValueOrDefault(face), withOwn);
            fonts.Add(face, font);
        }

        return font;
    }

    /// <summary>Writes the image of a code, quiet zone included, and returns its name. The lines are those of a PNG (ISO 32000-1 section 7.4.4.4).</summary>
    public string CodeOf(QrSymbol symbol)
    {
        using var entries = new PdfBuffer(256);
        entries.Write("/Type /XObject /Subtype /Image /Width "u8);
        entries.Write(QrImageData.SideOf(symbol));
        entries.Write(" /Height "u8);
        entries.Write(QrImageData.LinesOf(symbol, QrImageData.LinesPerModuleOnPaper));
        entries.Write(" /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors 1 /BitsPerComponent 1 /Columns "u8);
        entries.Write(QrImageData.SideOf(symbol));
        entries.Write(">>"u8);
        var lines = ArrayPool<byte>.Shared.Rent(QrImageData.MostBytes(symbol));
        var length = QrImageData.Write(symbol, lines, QrImageData.LinesPerModuleOnPaper);
        var number = objects.AddStream(entries.Written, lines.AsSpan(0, length));
        lines.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(lines);
        return Named(number);
    }

    /// <summary>The name of a logo, which the beginning of the file mostly holds.</summary>
    public string LogoOf(string? svgPath, ReadOnlyMemory<byte> png)
    {
        var isShared = beginning.Logo is { } logo && logo.SvgPath == svgPath && logo.Png.Equals(png);
        return Named(isShared ? beginning.LogoNumber : LogoContent.Write(objects, svgPath, png));
    }

    /// <summary>Writes the dictionary into an object that has its number.</summary>
    public void Write(int number)
    {
        var own = withOwn.ConvertAll(font => (Name: font.OwnName, Number: EmbeddedFont.Write(objects, font.Face, font.OwnGlyphs, Deflate.Quickly)));
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

/// <summary>A font in a document: as the beginning of the file holds it, and a second time with the glyphs that are drawn beyond that.</summary>
/// <param name="face">The font.</param>
/// <param name="shared">As the beginning of the file holds it; null where it does not.</param>
/// <param name="withOwn">The fonts of the document that it needs a second time, in the order in which that came up.</param>
internal sealed class DocumentFont(FontFace face, SharedFont? shared, List<DocumentFont> withOwn)
{
    private bool[]? own;

    public FontFace Face => face;

    /// <summary>What pages call the second one; empty while nothing is drawn of it.</summary>
    public string OwnName { get; private set; } = "";

    /// <summary>What the second one must hold, rising.</summary>
    public IReadOnlyList<ushort> OwnGlyphs => [.. Enumerable.Range(0, own?.Length ?? 0).Where(glyph => own![glyph]).Select(glyph => (ushort)glyph)];

    /// <summary>Under which name a glyph is drawn.</summary>
    public string NameFor(ushort glyph)
    {
        if (shared is not null && shared.Holds[glyph])
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
