namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A logo, as a picture or as a path in the accent colour.</summary>
/// <param name="Png">Opaque PNG, or empty.</param>
/// <param name="SvgPath">Data of an SVG path, or null.</param>
/// <param name="BoxWidth">Width in the path's own units.</param>
/// <param name="BoxHeight">Height in the path's own units.</param>
/// <param name="Width">Width on paper, points.</param>
/// <param name="Height">Height on paper, points.</param>
public sealed record PageLogo(ReadOnlyMemory<byte> Png, string? SvgPath, float BoxWidth, float BoxHeight, float Width, float Height);
