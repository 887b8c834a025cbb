using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>An element of the page. Lengths are points (1/72 inch) from the page's top left corner, y downwards.</summary>
internal abstract record PageElement;

/// <summary>A filled rectangle.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Color">Filling.</param>
internal sealed record BoxElement(float X, float Y, float Width, float Height, PageColor Color) : PageElement;

/// <summary>A straight line.</summary>
/// <param name="FromX">Where it begins.</param>
/// <param name="FromY">Where it begins.</param>
/// <param name="ToX">Where it ends.</param>
/// <param name="ToY">Where it ends.</param>
/// <param name="Width">Its thickness.</param>
/// <param name="Color">Its colour.</param>
internal sealed record LineElement(float FromX, float FromY, float ToX, float ToY, float Width, PageColor Color) : PageElement;

/// <summary>A filled shape.</summary>
/// <param name="SvgPath">Data of an SVG path (SVG 2, section 9.3).</param>
/// <param name="X">The position of the path's origin.</param>
/// <param name="Y">The position of the path's origin.</param>
/// <param name="Scale">Points for each unit of the path.</param>
/// <param name="Color">Filling.</param>
internal sealed record PathElement(string SvgPath, float X, float Y, float Scale, PageColor Color) : PageElement;

/// <summary>A picture.</summary>
/// <param name="Png">Opaque PNG.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
internal sealed record ImageElement(ReadOnlyMemory<byte> Png, float X, float Y, float Width, float Height) : PageElement;

/// <summary>One line of text.</summary>
/// <param name="Text">The text, shaped. A writer may shape <see cref="ShapedText.Text"/> again.</param>
/// <param name="Size">Size of the em square.</param>
/// <param name="Color">Its colour.</param>
/// <param name="X">Left end.</param>
/// <param name="Baseline">Height of the baseline.</param>
internal sealed record TextElement(ShapedText Text, float Size, PageColor Color, float X, float Baseline) : PageElement;

/// <summary>The modules of a QR code.</summary>
/// <param name="Symbol">The code.</param>
/// <param name="X">Left edge of the symbol.</param>
/// <param name="Y">Top edge of the symbol.</param>
/// <param name="ModuleSize">Points for each module.</param>
internal sealed record ModulesElement(QrSymbol Symbol, float X, float Y, float ModuleSize) : PageElement;
