using Divoc.Functions.Triggers;
using Microsoft.Extensions.Primitives;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>Accept-Language, as browsers send it and as nobody should.</summary>
public sealed class AnswerLanguageTests
{
    private static readonly string[] Offered = ["en", "ar", "es", "fr", "hi", "id", "pt", "si", "ta"];

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("FR", "fr")]
    [InlineData("pt-BR", "pt")]
    [InlineData("pt-BR,pt;q=0.9,en;q=0.8", "pt")]
    [InlineData("de-DE,de;q=0.9,en;q=0.8,fr;q=0.7", "en")]
    [InlineData("de-DE, de;q=0.9, fr;q=0.5", "fr")]
    [InlineData("en;q=0.3, ta;q=0.31", "ta")]
    [InlineData("si, ta", "si")]
    [InlineData("ta;q=1.000, si;q=1", "ta")]
    [InlineData("de", "en")]
    [InlineData("", "en")]
    [InlineData("zh-Hant-TW", "en")]
    [InlineData("hi-Deva-IN-x-private", "hi")]
    [InlineData("ar-a-extend-x-y", "ar")]
    [InlineData("x-fr", "en")]
    [InlineData("i-fr", "en")]
    [InlineData("frr", "en")]
    [InlineData("fr-CA-, ar", "en")]
    public void The_best_available_language_is_chosen(string header, string expected)
    {
        Assert.Equal(expected, AnswerLanguage.Of(header, Offered));
    }

    /// <summary>RFC 4647 section 3.4 passes over the asterisk where other ranges follow; it stands for the default.</summary>
    [Theory]
    [InlineData("*", "en")]
    [InlineData("*, fr;q=0.1", "fr")]
    [InlineData("de, *;q=0.5", "en")]
    [InlineData("en;q=0, *", "ar")]
    [InlineData("en;q=0, ar;q=0.000, *;q=0.1", "es")]
    [InlineData("*;q=0", "en")]
    [InlineData("*;q=0, ta", "ta")]
    [InlineData("en;q=0, ar;q=0, es;q=0, fr;q=0, hi;q=0, id;q=0, pt;q=0, si;q=0, ta;q=0, *", "en")]
    public void A_wildcard_chooses_the_first_language_that_is_not_excluded(string header, string expected)
    {
        Assert.Equal(expected, AnswerLanguage.Of(header, Offered));
    }

    [Theory]
    [InlineData("fr;q=0", "en")]
    [InlineData("fr;q=0, ta;q=0.1", "ta")]
    [InlineData("fr-CA, fr;q=0, es;q=0.1", "es")]
    [InlineData("fr-CA;q=0, fr;q=0.5", "fr")]
    [InlineData("FR;q=0, fr", "en")]
    public void A_language_with_quality_zero_is_not_chosen(string header, string expected)
    {
        Assert.Equal(expected, AnswerLanguage.Of(header, Offered));
    }

    [Theory]
    [InlineData("fr;q=1.5")]
    [InlineData("fr;q=-1")]
    [InlineData("fr;q=abc")]
    [InlineData("fr;q=")]
    [InlineData("fr;q")]
    [InlineData("fr;level=1")]
    [InlineData("fr q=1")]
    [InlineData("fr_FR")]
    [InlineData("fr/FR")]
    [InlineData("\"fr\"")]
    [InlineData("*-CH, fr")]
    [InlineData("fr, français")]
    [InlineData("fr, \u0660")]
    [InlineData("fr, abcdefghi")]
    [InlineData("fr, ../../etc/passwd")]
    [InlineData("fr\0")]
    [InlineData("fr\r\nX-Injected: 1")]
    [InlineData(";")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("fr, -")]
    public void An_unreadable_header_gives_English(string header)
    {
        Assert.Equal("en", AnswerLanguage.Of(header, Offered));
    }

    [Fact]
    public void Empty_elements_and_multiple_header_lines_are_read()
    {
        Assert.Equal("fr", AnswerLanguage.Of(" , fr ,, ", Offered));
        Assert.Equal("ta", AnswerLanguage.Of(new StringValues(["de;q=0.9, fr;q=0.1", "ta;q=0.2"]), Offered));
        Assert.Equal("en", AnswerLanguage.Of(StringValues.Empty, Offered));
        Assert.Equal("en", AnswerLanguage.Of(new StringValues([null, ""]), Offered));
    }

    [Fact]
    public void At_most_twenty_ranges_and_500_characters_of_a_header_are_accepted()
    {
        var nineteen = string.Join(',', Enumerable.Repeat("de", 19));

        Assert.Equal("fr", AnswerLanguage.Of($"{nineteen},fr", Offered));
        Assert.Equal("en", AnswerLanguage.Of($"{nineteen},de,fr", Offered));
        Assert.Equal("fr", AnswerLanguage.Of("fr".PadLeft(500), Offered));
        Assert.Equal("en", AnswerLanguage.Of("fr".PadLeft(501), Offered));
        Assert.Equal("en", AnswerLanguage.Of(new StringValues([.. Enumerable.Repeat("fr", 251)]), Offered));
        Assert.Equal("en", AnswerLanguage.Of(string.Concat(Enumerable.Repeat("fr-", 1_000_000)), Offered));
    }
}
