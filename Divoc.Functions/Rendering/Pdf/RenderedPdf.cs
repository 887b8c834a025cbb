namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A written document.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="SharedLength">
/// How many of the first bytes many documents of the writer have in common, such as fonts and colour profile; 0 for none. Nothing of a person stands in them: they may outlive the document.
/// </param>
public sealed record RenderedPdf(byte[] Bytes, int SharedLength = 0);
