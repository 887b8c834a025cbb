namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Writes a page as PDF. How its words are broken, shaped and placed is the writer's own affair.</summary>
public interface IPdfWriter
{
    /// <summary>Writes a document. Thread-safe.</summary>
    /// <param name="page">What it says. Every text and every code is on paper, whole or, where a field's rank allows it, cut with an ellipsis.</param>
    RenderedPdf Write(CertificatePage page);
}
