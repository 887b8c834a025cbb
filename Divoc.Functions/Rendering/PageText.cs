using Divoc.Functions.Rendering.Bidi;

namespace Divoc.Functions.Rendering;

/// <summary>A text in the page's language, and in the second language if there is one.</summary>
/// <param name="First">The text in the page's language.</param>
/// <param name="Second">The text in the second language; empty if there is none or it is the same.</param>
public sealed record PageText(string First, string Second = "")
{
    /// <summary>Nothing.</summary>
    public static readonly PageText Empty = new("");

    /// <summary>In two languages; in one if both texts are the same.</summary>
    public static PageText Of(string first, string second) => new(first, second == first ? "" : second);

    /// <summary>Whether there is nothing to print.</summary>
    public bool IsEmpty => First.Length == 0 && Second.Length == 0;

    /// <summary>Both on one line, which has the direction of the first; each text keeps its own direction.</summary>
    public string Joined => Second.Length == 0 ? First : $"{First} / {Isolated(Second)}";

    /// <summary>
    /// Both as one value of a fact. Signs and numbers alone, such as "1 / 2", are read in both languages and are not repeated. After or
    /// before a number, no stroke separates the languages: in "1 sur 2 / 1 of 2" it would look like another number, "2 / 1".
    /// </summary>
    public string AsValue
    {
        get
        {
            if (Second.Length == 0 || IsReadInBoth(First))
            {
                return First;
            }

            if (IsReadInBoth(Second))
            {
                return Second;
            }

            return char.IsDigit(First[^1]) || char.IsDigit(Second[0]) ? $"{First} ({Isolated(Second)})" : Joined;
        }
    }

    /// <summary>In the second language, also if it is the same text.</summary>
    public string InSecondLanguage => Second.Length == 0 ? First : Second;

    /// <summary>Each non-empty text, as a separate paragraph.</summary>
    public IEnumerable<string> Paragraphs => new[] { First, Second }.Where(text => text.Length > 0);

    /// <summary>
    /// Isolated (UAX #9, FSI and PDI) if the other language may have the other direction: otherwise "1 من 2" beside "1 of 2" would be
    /// split. The first text is not isolated, because a line takes its direction from the first letter outside an isolate.
    /// </summary>
    private string Isolated(string text) => HasRightToLeft ? $"\u2068{text}\u2069" : text;

    private bool HasRightToLeft => $"{First}{Second}".EnumerateRunes()
        .Any(rune => rune.Value >= BidiCharacters.First && BidiCharacters.ClassOf(rune.Value) is BidiClass.R or BidiClass.AL);

    /// <summary>
    /// Whether a text has no word of a language. Beside a language with the other direction, it is not clear which number comes first.
    /// </summary>
    private bool IsReadInBoth(string text) =>
        text.All(character => char.IsAscii(character) && !char.IsAsciiLetter(character)) && !HasRightToLeft;
}
