using System.Text.RegularExpressions;
using Divoc.Functions.Portal;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The colours of the pages can be told apart (WCAG 2.2): by day and by night.</summary>
public sealed partial class PaletteTests
{
    // 1.4.6: the word of a verdict, the name and the dates are read at arm's length.
    private const double AtArmsLength = 7;

    // 1.4.11: what marks a control.
    private const double OfControls = 3;

    private static readonly string Sheet = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "Divoc.Portal", "src", "style.css"));

    [Theory]
    [InlineData("ink", "paper", AtArmsLength)]
    [InlineData("good", "good-back", AtArmsLength)]
    [InlineData("warn", "warn-back", AtArmsLength)]
    [InlineData("bad", "bad-back", AtArmsLength)]
    [InlineData("info", "info-back", AtArmsLength)]
    [InlineData("ink", "panel", Contrast.OfText)]
    [InlineData("quiet", "paper", Contrast.OfText)]
    [InlineData("quiet", "panel", Contrast.OfText)]
    [InlineData("link", "paper", Contrast.OfText)]
    [InlineData("link", "panel", Contrast.OfText)]
    [InlineData("bad", "paper", Contrast.OfText)]
    [InlineData("on-brand", "brand", Contrast.OfText)]
    [InlineData("edge", "paper", OfControls)]
    [InlineData("edge", "panel", OfControls)]
    [InlineData("focus", "paper", OfControls)]
    public void Colours_are_distinguishable(string one, string other, double least)
    {
        var day = ColoursOf(Root().Matches(Sheet)[0].Groups[1].Value);
        var night = ColoursOf(Root().Matches(Sheet)[1].Groups[1].Value);

        Assert.InRange(Between(day[one], day[other]), least, 21);
        Assert.InRange(Between(Find(night, day, one), Find(night, day, other)), least, 21);
    }

    private static string Find(Dictionary<string, string> night, Dictionary<string, string> day, string name) =>
        night.GetValueOrDefault(name) ?? day[name];

    private static Dictionary<string, string> ColoursOf(string block)
    {
        return Colour().Matches(block).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    private static double Between(string one, string other)
    {
        var (first, second) = (Contrast.LuminanceOf(one), Contrast.LuminanceOf(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    [GeneratedRegex(@":root \{([^}]*)\}")]
    private static partial Regex Root();

    [GeneratedRegex("--([a-z-]+): (#[0-9a-f]{6});")]
    private static partial Regex Colour();
}
