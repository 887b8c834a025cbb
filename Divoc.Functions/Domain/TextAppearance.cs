using System.Globalization;
using System.Text;

namespace Divoc.Functions.Domain;

/// <summary>What people see of a text, which can be nothing, or something else than it holds.</summary>
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
    /// Characters without a look of their own that are neither blanks nor of the category "format" (Unicode's Default_Ignorable_Code_Point, the
    /// blank of Braille, the empty note head), first and last.
    /// </summary>
    private static readonly (int First, int Last)[] Empty =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1D159, 0x1D159), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Signs of the category "format" that are drawn: they stand around or before numbers and words.</summary>
    private static readonly (int First, int Last)[] DrawnFormats =
    [
        (0x0600, 0x0605), (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0x110BD, 0x110BD), (0x110CD, 0x110CD),
    ];

    /// <summary>
    /// Whether a text has no character that is seen: blanks, soft hyphens, joiners, tags, variation selectors and fillers alone. Inside words many of them
    /// are needed. A mark without a letter is drawn. An empty text shows nothing too.
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

    /// <summary>What the controls of the writing direction do in a text (Unicode's UAX #9); marks such as U+200E are none of them.</summary>
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

    /// <summary>An embedding ends by a control of its own only where no isolate stands between.</summary>
    private static void CloseEmbedding(Stack<bool> open)
    {
        if (open.TryPeek(out var isIsolate) && !isIsolate)
        {
            open.Pop();
        }
    }

    /// <summary>The end of an isolate ends the embeddings within too; without one it means nothing.</summary>
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
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control => true,
            UnicodeCategory.Format => !IsIn(DrawnFormats, rune.Value),
            _ => IsIn(Empty, rune.Value),
        };
    }

    private static bool IsIn((int First, int Last)[] ranges, int character)
    {
        return Array.Exists(ranges, range => character >= range.First && character <= range.Last);
    }
}

/// <summary>What controls of the writing direction do in a text.</summary>
internal enum DirectionControls
{
    /// <summary>There is none, or isolates that end.</summary>
    None,

    /// <summary>Embeddings that end: what they hold can be read in another order, what stands around them not.</summary>
    Embedded,

    /// <summary>An override, which turns letters around, or an embedding or isolate without an end, which takes in what is shown after the text.</summary>
    Deceptive,
}
