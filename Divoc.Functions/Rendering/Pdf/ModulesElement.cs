using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The dark modules of a QR code.</summary>
/// <param name="Rectangles">In whole modules.</param>
/// <param name="X">Left edge of the symbol.</param>
/// <param name="Y">Top edge of the symbol.</param>
/// <param name="ModuleSize">Points a module.</param>
/// <param name="Color">Colour of the dark modules.</param>
public sealed record ModulesElement(IReadOnlyList<ModuleRectangle> Rectangles, float X, float Y, float ModuleSize, PageColor Color) : PageElement;
