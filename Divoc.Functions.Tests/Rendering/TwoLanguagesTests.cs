using System.Text.RegularExpressions;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>What stands on pages in two languages.</summary>
public sealed partial class TwoLanguagesTests
{
    private static readonly string[] Languages = [.. TemplateSet.BuiltInLabels(Renderers.Kinds).Select(file => file.Language)];

    public static TheoryData<string> First => [.. Languages];

    [Theory]
    [MemberData(nameof(First))]
    public void The_dose_is_printed_once_or_in_each_language_and_never_looks_like_another_dose(string language)
    {
        foreach (var second in Languages.Where(second => second != language))
        {
            var dose = ValueOf("label.dose", language, second);

            var strokes = Stroke()
                .Matches(dose.Trim('\u2068', '\u2069', ')').Replace("\u2068", "", StringComparison.Ordinal))
                .Select(match => match.Value)
                .ToList();
            Assert.True(strokes.Count <= 1 && strokes.TrueForAll(stroke => stroke == "1 / 2"), $"{language}, {second}: {dose}");
            if (language == "en" || second == "en")
            {
                Assert.True(dose == "1 / 2" || English().Count(dose) == 1, $"{language}, {second}: {dose}");
            }
        }
    }

    [Theory]
    [InlineData("si", "en", "1 / 2")]
    [InlineData("en", "ta", "1 / 2")]
    [InlineData("si", "ta", "1 / 2")]
    [InlineData("fr", "en", "1 sur 2 (1 of 2)")]
    [InlineData("en", "hi", "1 of 2 (2 में से 1)")]
    [InlineData("ar", "en", "1 من 2 (\u20681 of 2\u2069)")]
    [InlineData("ar", "si", "1 من 2 (\u20681 / 2\u2069)")]
    [InlineData("en", "", "1 of 2")]
    [InlineData("hi", "", "2 में से 1")]
    public void A_dose_has_the_expected_text(string language, string second, string expected) =>
        Assert.Equal(expected, ValueOf("label.dose", language, second));

    [Theory]
    [InlineData("en", "", "05 Jul 1984")]
    [InlineData("si", "en", "05 ජූලි / Jul 1984")]
    [InlineData("en", "fr", "05 Jul / juil. 1984")]
    [InlineData("en", "pt", "05 Jul 1984")]
    [InlineData("es", "en", "05 jul 1984")]
    [InlineData("ar", "en", "05 يوليو / Jul 1984")]
    public void A_date_names_the_month_in_both_languages_unless_the_names_are_equal(string language, string second, string expected)
    {
        Assert.Equal(expected, ValueOf("label.dateOfBirth", language, second));
    }

    /// <summary>The value of a fact on the page of a first dose of two.</summary>
    private static string ValueOf(string label, string language, string second)
    {
        var templates = Renderers.BuiltIn(language, second);
        var page = Renderers.Create(templates).Describe(Renderers.Input(SampleCredential.Vaccination().Bytes));
        var name = TemplateSet.BuiltInLabels(Renderers.Kinds).Single(file => file.Language == language).Labels[label];
        var facts = page.Blocks.SelectMany(block => block switch
        {
            PageBlock.Person person => person.Facts,
            PageBlock.Fields fields => fields.Facts,
            _ => [],
        });
        return facts.First(fact => fact.Label.First == name).Value;
    }

    [GeneratedRegex(@"[^\s()]* ?/ ?[^\s()]*")]
    private static partial Regex Stroke();

    [GeneratedRegex(@"(?<![0-9/] ?)\b1 of 2\b(?! ?[0-9/])")]
    private static partial Regex English();
}
