namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>How tightly a page is set. Tried in order until all fits: first wrapping alone, then smaller type, then fewer earlier doses, then cut values, secondary ones first; at last no value leaves its column.</summary>
/// <param name="Scale">Of the type.</param>
/// <param name="SectionGap">Space above a section, points.</param>
/// <param name="TableRows">Lines of the table.</param>
/// <param name="SecondaryLines">Lines a secondary value may take.</param>
/// <param name="PrimaryLines">Lines a primary value and the name may take.</param>
internal sealed record PageDensity(float Scale, float SectionGap, int TableRows, int SecondaryLines, int PrimaryLines)
{
    private const int Unlimited = int.MaxValue;

    /// <summary>Whether there is nothing tighter, so that what is drawn is what is printed.</summary>
    public bool IsLast => this == Steps[^1];

    /// <summary>The steps, the last of which holds any page of a template that was taken.</summary>
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

    /// <summary>The one in which type has the size that it is meant to have.</summary>
    public static readonly PageDensity Normal = Steps.First(step => step.Scale == 1);
}
