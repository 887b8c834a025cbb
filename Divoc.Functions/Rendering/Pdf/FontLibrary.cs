namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The fonts of the page: Noto Sans in two weights, Latin, Greek and Cyrillic. Thread-safe.</summary>
public sealed class FontLibrary : IDisposable
{
    private readonly FontFace _regular = FontFace.Load("NotoSans-Regular.ttf");
    private readonly FontFace _bold = FontFace.Load("NotoSans-Bold.ttf");

    /// <summary>The font of a weight.</summary>
    internal FontFace this[FontWeight weight] => weight == FontWeight.Bold ? _bold : _regular;

    /// <summary>Frees the fonts.</summary>
    public void Dispose()
    {
        _regular.Dispose();
        _bold.Dispose();
    }
}
