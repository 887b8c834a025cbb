using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Checks whether a foreign font file can be used.</summary>
internal static class FontFileRules
{
    private const uint TrueTypeOutlines = 0x00010000;

    // OpenType 1.9, OS/2, fsType: restricted, no subsetting, bitmaps only.
    private const ushort NotToBeEmbedded = 0x0002 | 0x0100 | 0x0200;
    private const int EmbeddingRights = 8;

    /// <summary>What is wrong with a font, as the rest of a sentence; null if nothing is.</summary>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "A damaged font shows as whatever exception its wrong numbers lead to; each means that it can't be used.")]
    public static string? ProblemOf(byte[] file)
    {
        try
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(file) != TrueTypeOutlines)
            {
                return "must be a TrueType font (glyf outlines); OpenType fonts with CFF outlines, "
                    + "collections and web fonts can't be used.";
            }

            if (FontPruner.Tables(file).Values.Any(table => table.End.Value > file.Length))
            {
                return Damaged;
            }

            if (FontPruner.Tables(file).ContainsKey("fvar"))
            {
                return "must be a static font; a variable one would lose its weights. Make an instance of it.";
            }

            if ((BinaryPrimitives.ReadUInt16BigEndian(FontPruner.Table(file, "OS/2")[EmbeddingRights..]) & NotToBeEmbedded) != 0)
            {
                return "says of itself (OS/2, fsType) that it may not be embedded as a subset, which every certificate does.";
            }

            _ = FontPruner.Prune(file, Enumerable.Range(0, FontPruner.GlyphCount(file)).Select(glyph => (ushort)glyph));
            using var data = SKData.CreateCopy(file);
            using var typeface = SKTypeface.FromData(data);
            using var face = FontFace.Of(new FontFile(file));
            return typeface is null || face.Metrics.GlyphCount == 0 ? Damaged : null;
        }
        catch (Exception)
        {
            return Damaged;
        }
    }

    private const string Damaged = "is a damaged font, or one without the tables that a page needs.";
}
