namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The style of a text.</summary>
/// <param name="Weight">The font's weight.</param>
/// <param name="Size">Em square, points.</param>
/// <param name="Color">Its colour.</param>
internal sealed record TextStyle(FontWeight Weight, float Size, PageColor Color)
{
    /// <summary>The line height, in em.</summary>
    public const float LineHeightInEm = 1.32f;

    /// <summary>From the top of a line to its baseline, in em: room for a capital with two accents.</summary>
    public const float AscentInEm = 1.02f;

    /// <summary>The line height, in points.</summary>
    public float LineHeight => Size * LineHeightInEm;

    /// <summary>The same at another size.</summary>
    public TextStyle Scaled(float factor) => this with { Size = Size * factor };
}
