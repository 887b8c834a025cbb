using Divoc.Functions.Rendering.Bidi;

namespace Divoc.Functions.Rendering;

/// <summary>A text in the page's language, and in the second one if there is one.</summary>
/// <param name="First">In the page's language.</param>
/// <param name="Second">In the second language; empty if there is none or it says the same.</param>
public sealed record PageText(string First, string Second = "")
{
    /// <summary>Nothing.</summary>
    public static readonly PageText Empty = new("");

    /// <summary>Whether there is nothing to print.</summary>
    public bool IsEmpty => First.Length == 0 && Second.Length == 0;

    /// <summary>Both on one line, which runs as the first does, each in its own direction.</summary>
    public string Joined => Second.Length == 0 ? First : $"{First} / {Isolated(Second)}";

    /// <summary>In the second language, also where it says the same.</summary>
    public string InSecondLanguage => Second.Length == 0 ? First : Second;

    /// <summary>Each that is there, as a paragraph of its own.</summary>
    public IEnumerable<string> Paragraphs => new[] { First, Second }.Where(text => text.Length > 0);

    /// <summary>
    /// Set apart (UAX #9, FSI and PDI) where the other language may run the other way: "1 من 2" beside "1 of 2" would else be torn apart. Not the first
    /// one too, since a line takes its direction from the first letter that is not set apart.
    /// </summary>
    private string Isolated(string text)
    {
        return $"{First}{Second}".AsSpan().ContainsAnyInRange(BidiCharacters.First, char.MaxValue) ? $"\u2068{text}\u2069" : text;
    }
}
