namespace Divoc.Functions.Rendering;

/// <summary>A text in the page's language, and in the second one if there is one.</summary>
/// <param name="First">In the page's language.</param>
/// <param name="Second">In the second language; empty if there is none or it says the same.</param>
internal sealed record PageText(string First, string Second = "")
{
    /// <summary>No text.</summary>
    public static readonly PageText Empty = new("");

    /// <summary>Whether there is nothing to print.</summary>
    public bool IsEmpty => First.Length == 0 && Second.Length == 0;

    /// <summary>Both on one line.</summary>
    public string Joined => Second.Length == 0 ? First : $"{First} / {Second}";

    /// <summary>Each that is there, as a paragraph of its own.</summary>
    public IEnumerable<string> Paragraphs => new[] { First, Second }.Where(text => text.Length > 0);
}
