namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>Which typeface writes a character, by the blocks of Unicode.</summary>
internal static class ScriptBlocks
{
    /// <summary>All characters before this one are written in <see cref="Typeface.Sans"/>, from left to right, or not at all.</summary>
    public const char FirstBeyondSans = Bidi.BidiCharacters.First;

    private const int Danda = 0x0964;
    private const int DoubleDanda = 0x0965;

    /// <summary>The typeface of a character's own script; null for one that scripts share or that no script of ours has.</summary>
    public static Typeface? TypefaceOf(int codePoint) => codePoint switch
    {
        Danda or DoubleDanda => null,
        (>= 0x0600 and <= 0x06FF) or (>= 0x0750 and <= 0x077F) => Typeface.Arabic,
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
        _ => null,
    };

    /// <summary>Where a character is looked for that scripts share, when neither the text's typeface nor <see cref="Typeface.Sans"/> has it.</summary>
    public static Typeface SharedTypefaceOf(int codePoint) => codePoint is Danda or DoubleDanda ? Typeface.Devanagari : Typeface.Sans;
}
