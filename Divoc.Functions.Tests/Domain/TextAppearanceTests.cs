using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Domain;

public sealed class TextAppearanceTests
{
    [Theory]
    [InlineData(" ", "blank")]
    [InlineData("\u00A0\u3000\u2003", "blanks of other widths")]
    [InlineData("\u200B\u200C\u200D\uFEFF\u2060", "zero width, joiners")]
    [InlineData("\u00AD", "soft hyphen")]
    [InlineData("\U000E0041\U000E007F", "tags")]
    [InlineData("\U000E0100\uFE0F\u180B", "variation selectors")]
    [InlineData("\u2800", "the blank of Braille")]
    [InlineData("\u3164\u115F\u1160\uFFA0", "fillers of Hangul")]
    [InlineData("\u034F\u061C\u200E\u2028", "grapheme joiner, direction marks, line separator")]
    [InlineData("\u2066 \u2069", "an isolate with nothing in it")]
    [InlineData("\U0001D159", "a note head without ink")]
    public void Some_characters_are_invisible(string text, string what) => Assert.True(TextAppearance.ShowsNothing(text), what);

    [Theory]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("\u0301")]
    [InlineData("\u093F")]
    [InlineData("\u0600")]
    [InlineData("\u2801")]
    [InlineData("\uFFFD")]
    [InlineData(" \u200Bx\u00AD")]
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3")]
    [InlineData("\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\U0001F600")]
    public void All_other_texts_are_visible(string text) => Assert.False(TextAppearance.ShowsNothing(text));

    [Theory]
    [InlineData("Mira\u200E \u200FTal\u061C", 0)]
    [InlineData("a\u2067b\u2069c\u2068d\u2066e\u2069\u2069", 0)]
    [InlineData("a\u202Cb\u2069", 0)]
    [InlineData("\u202Bab\u202C", 1)]
    [InlineData("\u2067\u202Aab\u2069", 1)]
    [InlineData("\u2067\u202Aab\u202C\u2069", 1)]
    [InlineData("a\u202Dbc\u202C", 2)]
    [InlineData("a\u202Ebc", 2)]
    [InlineData("a\u202Abc", 2)]
    [InlineData("a\u2066bc", 2)]
    [InlineData("a\u2067b\u2068c\u2069", 2)]
    [InlineData("\u202Aa\u2066b\u202C\u2069", 2)]
    public void Overrides_and_unclosed_direction_controls_are_deceptive_and_closed_embeddings_may_be(string text, int found)
    {
        Assert.Equal((DirectionControls)found, TextAppearance.DirectionOf(text));
    }
}
