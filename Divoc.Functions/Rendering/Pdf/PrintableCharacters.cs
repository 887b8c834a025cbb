using System.Buffers;
using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Which characters the pages can print. Thread-safe.</summary>
/// <param name="libraries">The fonts of each template: a character counts as printable if all have it.</param>
public sealed class PrintableCharacters(params IReadOnlyList<FontLibrary> libraries) : IPrintableText
{
    // The texts of most requests have no others, and then no font is checked.
    private static readonly SearchValues<char> SurelyPrintable = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1)
            .Concat(Enumerable.Range(0xA1, 0x17F - 0xA0))
            .Where(character => character != 0xAD)
            .Select(character => (char)character)]);

    /// <summary>Whether every character of a text has a glyph; one without a glyph is printed as its code, such as [U+13A0].</summary>
    public bool CanPrint(string text)
    {
        return !text.AsSpan().ContainsAnyExcept(SurelyPrintable) || libraries.All(fonts => CanPrint(CanonicalForm.Of(text), fonts));
    }

    private static bool CanPrint(string text, FontLibrary fonts)
    {
        for (var index = 0; index < text.Length;)
        {
            var element = text.AsSpan(index, StringInfo.GetNextTextElementLength(text, index));
            if (fonts.Find(element, Typeface.Sans, Typeface.Sans, FontWeight.Regular) is null)
            {
                return false;
            }

            index += element.Length;
        }

        return true;
    }
}
