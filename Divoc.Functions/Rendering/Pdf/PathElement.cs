namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A filled shape.</summary>
/// <param name="SvgPath">Data of an SVG path (SVG 2, section 9.3).</param>
/// <param name="X">Where the path's origin lies.</param>
/// <param name="Y">Where the path's origin lies.</param>
/// <param name="Scale">Points a unit of the path.</param>
/// <param name="Color">Filling.</param>
public sealed record PathElement(string SvgPath, float X, float Y, float Scale, PageColor Color) : PageElement;
