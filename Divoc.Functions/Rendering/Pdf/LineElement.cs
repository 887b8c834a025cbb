namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A straight line.</summary>
/// <param name="FromX">Where it begins.</param>
/// <param name="FromY">Where it begins.</param>
/// <param name="ToX">Where it ends.</param>
/// <param name="ToY">Where it ends.</param>
/// <param name="Width">Its thickness.</param>
/// <param name="Color">Its colour.</param>
public sealed record LineElement(float FromX, float FromY, float ToX, float ToY, float Width, PageColor Color) : PageElement;
