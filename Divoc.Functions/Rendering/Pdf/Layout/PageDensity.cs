namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// The density of a page. Densities are tried in order until everything fits: first only wrapping, then smaller text, then fewer earlier
/// doses, then cut values, secondary ones first; in the last one, no value gets more than its column.
/// </summary>
/// <param name="Scale">The scale of the text.</param>
/// <param name="SectionGap">Space above a section, points.</param>
/// <param name="TableRows">Lines of the table.</param>
/// <param name="SecondaryLines">The maximum of lines of a secondary value.</param>
/// <param name="PrimaryLines">The maximum of lines of a primary value and of the name.</param>
internal sealed record PageDensity(float Scale, float SectionGap, int TableRows, int SecondaryLines, int PrimaryLines)
{
    private const int Unlimited = int.MaxValue;

    /// <summary>Whether it is the tightest density, so that its drawing is final.</summary>
    public bool IsLast => this == Steps[^1];

    /// <summary>The densities; the last one has room for any page of an accepted template.</summary>
    public static readonly IReadOnlyList<PageDensity> Steps =
    [
        new(1.16f, 32, 12, Unlimited, Unlimited),
        new(1.08f, 26, 12, Unlimited, Unlimited),
        new(1, 20, 12, Unlimited, Unlimited),
        new(0.9f, 16, 12, Unlimited, Unlimited),
        new(0.8f, 12, 12, Unlimited, Unlimited),
        new(0.7f, 10, 8, Unlimited, Unlimited),
        new(0.6f, 8, 8, Unlimited, Unlimited),
        new(0.6f, 8, 5, Unlimited, Unlimited),
        new(0.6f, 8, 3, 3, Unlimited),
        new(0.6f, 6, 2, 1, Unlimited),
        new(0.6f, 6, 2, 1, 40),
        new(0.6f, 6, 2, 1, 16),
        new(0.6f, 6, 2, 1, 4),
        new(0.6f, 5, 1, 1, 2),
    ];

    /// <summary>The density with text of normal size.</summary>
    public static readonly PageDensity Normal = Steps.First(step => step.Scale == 1);
}
