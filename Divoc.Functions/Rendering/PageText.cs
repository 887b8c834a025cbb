using Divoc.Functions.Rendering.Bidi;

namespace Divoc.Functions.Rendering;

/// <summary>A text in the page's language, and in the second one if there is one.</summary>
/// <param name="First">In the page's language.</param>
/// <param name="Second">In the second language; empty if there is none or it says the same.</param>
public sealed record PageText(string First, string Second = "")
{
    /// <summary>Nothing.</summary>
    public static readonly PageText Empty = new("");

    /// <summary>In two languages, in one where both say the same.</summary>
    public static PageText Of(string first, string second) => new(first, second == first ? "" : second);

    /// <summary>Whether there is nothing to print.</summary>
    public bool IsEmpty => First.Length == 0 && Second.Length == 0;

    /// <summary>Both on one line, which runs as the first does, each in its own direction.</summary>
    public string Joined => Second.Length == 0 ? First : $"{First} / {Isolated(Second)}";

    /// <summary>
    /// Both as one value of a fact. Signs and numbers alone, such as "1 / 2", are read in both languages and are not said twice. After a number or before one no stroke parts the
    /// languages: in "1 sur 2 / 1 of 2" it would make a number of its own, "2 / 1".
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

    /// <summary>In the second language, also where it says the same.</summary>
    public string InSecondLanguage => Second.Length == 0 ? First : Second;

    /// <summary>Each that is there, as a paragraph of its own.</summary>
    public IEnumerable<string> Paragraphs => new[] { First, Second }.Where(text => text.Length > 0);

    /// <summary>
    /// Set apart (UAX #9, FSI and PDI) where the other language may run the other way: "1 من 2" beside "1 of 2" would else be torn apart. Not the first
    /// one too, since a line takes its direction from the first letter that is not set apart.
    /// </summary>
    private string Isolated(string text) => HasRightToLeft ? $"\u2068{text}\u2069" : text;

    private bool HasRightToLeft => $"{First}{Second}".EnumerateRunes().Any(rune => rune.Value >= BidiCharacters.First && BidiCharacters.ClassOf(rune.Value) is BidiClass.R or BidiClass.AL);

    /// <summary>Whether a text has no word of a language. Beside a language that runs the other way it is not plain which number comes first.</summary>
    private bool IsReadInBoth(string text) => text.All(character => char.IsAscii(character) && !char.IsAsciiLetter(character)) && !HasRightToLeft;
}
