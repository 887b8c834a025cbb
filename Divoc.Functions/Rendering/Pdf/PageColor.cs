using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>An opaque colour, sRGB.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PageColor(byte Red, byte Green, byte Blue)
{
    /// <summary>The contrast with another colour, 1 to 21 (WCAG 2.2, contrast ratio).</summary>
    public double ContrastWith(PageColor other)
    {
        var (lighter, darker) = (Math.Max(Luminance, other.Luminance), Math.Min(Luminance, other.Luminance));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
