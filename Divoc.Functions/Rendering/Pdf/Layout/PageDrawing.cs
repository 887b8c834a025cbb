namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>A finished document: all drawn elements, on one or several pages of the same size.</summary>
/// <param name="Width">Points.</param>
/// <param name="Height">Points.</param>
/// <param name="Properties">The document's metadata.</param>
/// <param name="Pages">The elements of each page, in reading order; later elements are drawn over earlier ones.</param>
internal sealed record PageDrawing(
    float Width, float Height, DocumentProperties Properties, IReadOnlyList<IReadOnlyList<PageElement>> Pages)
{
    /// <summary>Files that are attached to the document.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>The cached parts of the template; null for a drawing without a template.</summary>
    public PreparedParts? Prepared { get; init; }

    /// <summary>The elements of all pages.</summary>
    public IEnumerable<PageElement> Elements => Pages.SelectMany(page => page);
}
