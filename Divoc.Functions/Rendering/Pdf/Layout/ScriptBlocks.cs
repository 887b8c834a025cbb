namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Finds the typeface of a character by the blocks of Unicode.</summary>
internal static class ScriptBlocks
{
    /// <summary>All characters before this one are printed in <see cref="Typeface.Sans"/>, from left to right, or not at all.</summary>
    public const char FirstBeyondSans = Bidi.BidiCharacters.First;

    private const int Danda = 0x0964;
    private const int DoubleDanda = 0x0965;

    /// <summary>
    /// The typeface of a character's own script; null for a character that scripts share, or whose script has no typeface.
    /// </summary>
    public static Typeface? TypefaceOf(int codePoint) => codePoint switch
    {
        Danda or DoubleDanda => null,
        (>= 0x0530 and <= 0x058F) or (>= 0xFB13 and <= 0xFB17) => Typeface.Armenian,
        (>= 0x0590 and <= 0x05FF) or (>= 0xFB1D and <= 0xFB4F) => Typeface.Hebrew,
        (>= 0x0600 and <= 0x06FF) or (>= 0x0750 and <= 0x077F) or (>= 0x08A0 and <= 0x08FF) or (>= 0xFB50 and <= 0xFDFF)
            or (>= 0xFE70 and <= 0xFEFE) => Typeface.Arabic,
        >= 0x0780 and <= 0x07BF => Typeface.Thaana,
        >= 0x07C0 and <= 0x07FF => Typeface.NKo,
        (>= 0x0900 and <= 0x097F) or (>= 0x1CD0 and <= 0x1CFF) => Typeface.Devanagari,
        >= 0x0980 and <= 0x09FF => Typeface.Bengali,
        >= 0x0A00 and <= 0x0A7F => Typeface.Gurmukhi,
        >= 0x0A80 and <= 0x0AFF => Typeface.Gujarati,
        >= 0x0B00 and <= 0x0B7F => Typeface.Oriya,
        >= 0x0B80 and <= 0x0BFF => Typeface.Tamil,
        >= 0x0C00 and <= 0x0C7F => Typeface.Telugu,
        >= 0x0C80 and <= 0x0CFF => Typeface.Kannada,
        >= 0x0D00 and <= 0x0D7F => Typeface.Malayalam,
        >= 0x0D80 and <= 0x0DFF => Typeface.Sinhala,
        >= 0x0E00 and <= 0x0E7F => Typeface.Thai,
        >= 0x0E80 and <= 0x0EFF => Typeface.Lao,
        >= 0x0F00 and <= 0x0FFF => Typeface.Tibetan,
        (>= 0x1000 and <= 0x109F) or (>= 0xA9E0 and <= 0xA9FF) or (>= 0xAA60 and <= 0xAA7F) => Typeface.Myanmar,
        (>= 0x10A0 and <= 0x10FF) or (>= 0x1C90 and <= 0x1CBF) or (>= 0x2D00 and <= 0x2D2F) => Typeface.Georgian,
        (>= 0x1200 and <= 0x139F) or (>= 0x2D80 and <= 0x2DDF) or (>= 0xAB00 and <= 0xAB2F) => Typeface.Ethiopic,
        (>= 0x1780 and <= 0x17FF) or (>= 0x19E0 and <= 0x19FF) => Typeface.Khmer,
        >= 0x1C50 and <= 0x1C7F => Typeface.OlChiki,
        (>= 0xAAE0 and <= 0xAAFF) or (>= 0xABC0 and <= 0xABFF) => Typeface.MeeteiMayek,
        _ => null,
    };

    /// <summary>
    /// The first typeface for a character that scripts share, if the font of the text before it does not have the character.
    /// </summary>
    public static Typeface SharedTypefaceOf(int codePoint) => codePoint is Danda or DoubleDanda ? Typeface.Devanagari : Typeface.Sans;

    /// <summary>
    /// Whether a character is invisible by definition, so that no font needs a glyph (Default_Ignorable_Code_Point of the Unicode Character
    /// Database, without the fillers of Hangul, which have a width).
    /// </summary>
    public static bool IsIgnorable(int codePoint) => codePoint switch
    {
        0x00AD or 0x034F or 0x061C or 0x17B4 or 0x17B5 or 0xFEFF => true,
        >= 0x180B and <= 0x180F => true,
        (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) => true,
        >= 0xFE00 and <= 0xFE0F => true,
        >= 0xFFF0 and <= 0xFFF8 => true,
        (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => false,
    };
}
