using System.Buffers;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Which characters the page can print. Thread-safe.</summary>
public sealed class PrintableCharacters(FontLibrary fonts)
{
    // The texts of most requests hold no other, and then no font is asked.
    private static readonly SearchValues<char> SurelyPrintable = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Concat(Enumerable.Range(0xA1, 0x17F - 0xA0)).Where(character => character != 0xAD).Select(character => (char)character)]);

    /// <summary>Whether every character of a text has a glyph; one that has none is printed as its code, such as [U+05D0].</summary>
    public bool CanPrint(string text)
    {
        return !text.AsSpan().ContainsAnyExcept(SurelyPrintable) || text.EnumerateRunes().All(character => fonts.Find(character, FontWeight.Regular) is not null);
    }
}
