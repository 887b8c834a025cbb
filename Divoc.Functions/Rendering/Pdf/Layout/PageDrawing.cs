namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>A finished document: all that is drawn, on one page or several of the same size.</summary>
/// <param name="Width">Points.</param>
/// <param name="Height">Points.</param>
/// <param name="Properties">What the document says about itself.</param>
/// <param name="Pages">What is drawn on each page, in reading order; later elements lie on top.</param>
internal sealed record PageDrawing(float Width, float Height, DocumentProperties Properties, IReadOnlyList<IReadOnlyList<PageElement>> Pages)
{
    /// <summary>Files that the document carries along.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>What was made of the parts that all pages of the template have in common; null for a drawing without a template.</summary>
    public PreparedParts? Prepared { get; init; }

    /// <summary>What is drawn on all pages.</summary>
    public IEnumerable<PageElement> Elements => Pages.SelectMany(page => page);
}
