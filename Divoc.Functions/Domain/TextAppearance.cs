using System.Globalization;
using System.Text;

namespace Divoc.Functions.Domain;

/// <summary>How a text looks to people: it can look empty, or different from its characters.</summary>
internal static class TextAppearance
{
    private const int LeftToRightEmbedding = 0x202A;
    private const int RightToLeftEmbedding = 0x202B;
    private const int EndOfEmbedding = 0x202C;
    private const int LeftToRightOverride = 0x202D;
    private const int RightToLeftOverride = 0x202E;
    private const int FirstIsolate = 0x2066;
    private const int LastIsolate = 0x2068;
    private const int EndOfIsolate = 0x2069;

    /// <summary>
    /// Invisible characters that are neither blanks nor of the category "format" (Unicode's Default_Ignorable_Code_Point, the blank of
    /// Braille, the null notehead), first and last.
    /// </summary>
    private static readonly (int First, int Last)[] Empty =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1D159, 0x1D159), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Visible characters of the category "format": they are drawn around or before numbers and words.</summary>
    private static readonly (int First, int Last)[] DrawnFormats =
    [
        (0x0600, 0x0605), (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0x110BD, 0x110BD), (0x110CD, 0x110CD),
    ];

    /// <summary>
    /// Whether a text has no visible character, only blanks, soft hyphens, joiners, tags, variation selectors and fillers (inside words
    /// many of them are needed). A combining mark without a letter is visible. An empty text shows nothing too.
    /// </summary>
    public static bool ShowsNothing(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsUnseen(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The effect of the direction controls in a text (Unicode's UAX #9); marks such as U+200E are not among them.</summary>
    public static DirectionControls DirectionOf(string text)
    {
        if (Ascii.IsValid(text))
        {
            return DirectionControls.None;
        }

        var found = DirectionControls.None;
        var open = new Stack<bool>();
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case LeftToRightOverride or RightToLeftOverride:
                    return DirectionControls.Deceptive;
                case LeftToRightEmbedding or RightToLeftEmbedding:
                    found = DirectionControls.Embedded;
                    open.Push(false);
                    break;
                case >= FirstIsolate and <= LastIsolate:
                    open.Push(true);
                    break;
                case EndOfEmbedding:
                    CloseEmbedding(open);
                    break;
                case EndOfIsolate:
                    CloseIsolate(open);
                    break;
            }
        }

        return open.Count > 0 ? DirectionControls.Deceptive : found;
    }

    /// <summary>A control ends an embedding only if no isolate was opened after it.</summary>
    private static void CloseEmbedding(Stack<bool> open)
    {
        if (open.TryPeek(out var isIsolate) && !isIsolate)
        {
            open.Pop();
        }
    }

    /// <summary>The end of an isolate also ends the embeddings inside; without an open isolate it has no effect.</summary>
    private static void CloseIsolate(Stack<bool> open)
    {
        if (!open.Contains(true))
        {
            return;
        }

        while (!open.Pop())
        {
        }
    }

    private static bool IsUnseen(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value <= ' ';
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Control => true,
            UnicodeCategory.Format => !IsIn(DrawnFormats, rune.Value),
            _ => IsIn(Empty, rune.Value),
        };
    }

    private static bool IsIn((int First, int Last)[] ranges, int character)
    {
        return Array.Exists(ranges, range => character >= range.First && character <= range.Last);
    }
}

/// <summary>The effect of the direction controls in a text.</summary>
internal enum DirectionControls
{
    /// <summary>There are none, or only isolates that are closed.</summary>
    None,

    /// <summary>Embeddings that are closed: their content can be read in another order, the text around them can't.</summary>
    Embedded,

    /// <summary>
    /// An override, which reverses letters, or an embedding or isolate that is not closed, which also affects what is shown after the text.
    /// </summary>
    Deceptive,
}
