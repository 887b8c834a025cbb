using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A sheet of paper, upright.</summary>
/// <param name="Width">Points.</param>
/// <param name="Height">Points.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PageSize(float Width, float Height)
{
    /// <summary>ISO 216.</summary>
    public static PageSize A4 { get; } = new(595.28f, 841.89f);

    /// <summary>ANSI A, the usual paper in much of the Americas and in the Philippines.</summary>
    public static PageSize Letter { get; } = new(612, 792);

    /// <summary>The sizes by their names in templates.</summary>
    public static IReadOnlyDictionary<string, PageSize> ByName { get; } = new SortedDictionary<string, PageSize>(StringComparer.Ordinal)
    {
        ["A4"] = A4,
        ["Letter"] = Letter,
    };
}
