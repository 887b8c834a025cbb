namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Writes a drawing as PDF. It decides nothing about the look: places, sizes, colours and texts are in the drawing.</summary>
public interface IPdfWriter
{
    /// <summary>Writes one page. Thread-safe; equal drawings give equal bytes.</summary>
    byte[] Write(PageDrawing drawing);
}
