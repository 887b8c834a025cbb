using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering;

/// <summary>What is the same on all pages of a template. One object a template, for the life of the program: writers keep what they made of it.</summary>
/// <param name="texts">Texts that stand on its pages whosever certificate it is: labels, headings, notes.</param>
/// <param name="fonts">Fonts that come before those of the program; null for none.</param>
/// <param name="logo">Beside the title; null for none.</param>
public sealed class FixedParts(IReadOnlySet<string> texts, OwnFonts? fonts, PageLogo? logo)
{
    /// <summary>Texts that stand on its pages whosever certificate it is.</summary>
    public IReadOnlySet<string> Texts { get; } = texts;

    /// <summary>Fonts that come before those of the program; null for none.</summary>
    public OwnFonts? Fonts { get; } = fonts;

    /// <summary>Beside the title; null for none.</summary>
    public PageLogo? Logo { get; } = logo;
}
