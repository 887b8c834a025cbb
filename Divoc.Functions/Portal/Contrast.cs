using System.Globalization;

namespace Divoc.Functions.Portal;

/// <summary>The contrast of two colours (WCAG 2.2, "contrast ratio").</summary>
internal static class Contrast
{
    /// <summary>The minimum for text (success criterion 1.4.3).</summary>
    public const double OfText = 4.5;

    /// <summary>The contrast of a colour, written <c>#RRGGBB</c>, with white: 1 to 21.</summary>
    public static double ToWhite(string color) => 1.05 / (LuminanceOf(color) + 0.05);

    /// <summary>The relative luminance, 0 for black to 1 for white.</summary>
    public static double LuminanceOf(string color)
    {
        return (0.2126 * Linear(color, 1)) + (0.7152 * Linear(color, 3)) + (0.0722 * Linear(color, 5));
    }

    private static double Linear(string color, int at)
    {
        var part = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
