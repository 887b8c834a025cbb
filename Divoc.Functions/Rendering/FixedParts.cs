using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering;

/// <summary>
/// The parts that all pages of a template share. One object for each template, as long as the program runs: writers cache what they made
/// from it.
/// </summary>
/// <param name="texts">Texts that are the same on all its pages: labels, headings, notes.</param>
/// <param name="fonts">Fonts that are preferred to those of the program; null for none.</param>
/// <param name="logo">The logo beside the title; null for none.</param>
public sealed class FixedParts(IReadOnlySet<string> texts, OwnFonts? fonts, PageLogo? logo)
{
    /// <summary>Texts that are the same on all its pages.</summary>
    public IReadOnlySet<string> Texts { get; } = texts;

    /// <summary>Fonts that are preferred to those of the program; null for none.</summary>
    public OwnFonts? Fonts { get; } = fonts;

    /// <summary>The logo beside the title; null for none.</summary>
    public PageLogo? Logo { get; } = logo;
}
