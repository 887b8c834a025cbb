namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Writes a page as PDF. Each writer has its own way of breaking, shaping and placing texts.</summary>
public interface IPdfWriter
{
    /// <summary>Writes a document. Thread-safe.</summary>
    /// <param name="page">
    /// The page. Every text and every code is printed, complete or, if a field's rank allows it, cut with an ellipsis.
    /// </param>
    RenderedPdf Write(CertificatePage page);
}
