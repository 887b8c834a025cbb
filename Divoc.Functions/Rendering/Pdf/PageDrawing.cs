namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A finished page: all that a writer needs to know.</summary>
/// <param name="Width">Points.</param>
/// <param name="Height">Points.</param>
/// <param name="Properties">What the document says about itself.</param>
/// <param name="Elements">What is drawn, in reading order; later ones lie on top.</param>
public sealed record PageDrawing(float Width, float Height, DocumentProperties Properties, IReadOnlyList<PageElement> Elements)
{
    /// <summary>A file that the document carries along; null for none.</summary>
    public Attachment? Attachment { get; init; }
}
