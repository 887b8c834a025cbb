namespace Divoc.Functions.Rendering;

/// <summary>A certificate as people see it.</summary>
/// <param name="QrPng">The QR code as PNG.</param>
/// <param name="Pdf">The page as PDF.</param>
/// <param name="TemplateVersion">Which template made the page, such as <c>vaccination/1</c>.</param>
public sealed record RenderedCertificate(byte[] QrPng, byte[] Pdf, string TemplateVersion);
