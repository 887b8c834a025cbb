namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A written document.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="SharedLength">
/// The number of first bytes that many documents of the writer share, such as fonts and colour profile; 0 for none. They have no personal
/// data, so they may be kept longer than the document.
/// </param>
public sealed record RenderedPdf(byte[] Bytes, int SharedLength = 0);
