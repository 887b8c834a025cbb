using Divoc.Functions.Rendering.Bidi;

namespace Divoc.Functions.Tests.Rendering.Bidi;

/// <summary>
/// The rules of UAX #9 one by one, in texts where small letters stand for left-to-right ones, capitals for Hebrew ones and the letters of
/// "ابج" for Arabic ones.
/// </summary>
public sealed class BidiResolverTests
{
    private const char Rli = '\u2067';
    private const char Lri = '\u2066';
    private const char Fsi = '\u2068';
    private const char Pdi = '\u2069';
    private const char Rlo = '\u202E';
    private const char Rle = '\u202B';
    private const char Pdf = '\u202C';

    [Theory]
    // P2, P3: the first strong character gives the paragraph's direction.
    [InlineData("dose ABC", "dose CBA")]
    [InlineData("ABC dose", "dose CBA")]
    [InlineData("12 ABC", "CBA 12")]
    [InlineData("...", "...")]
    // W2: a European number after an Arabic letter becomes Arabic, so that its separators no longer join it.
    [InlineData("ابج 1+2", "2+1 جبا")]
    [InlineData("ABC 1+2", "1+2 CBA")]
    // W4, W5: one separator between numbers, and terminators at a number.
    [InlineData("ABC 1,234.5 DEF", "FED 1,234.5 CBA")]
    [InlineData("ABC 3.5% DEF", "FED 3.5% CBA")]
    // W7: a number after a Latin letter goes with it.
    [InlineData("ABC lot 12 DEF", "FED lot 12 CBA")]
    // N0: brackets go as a pair.
    [InlineData("ABC (lot) DEF", "FED )lot( CBA")]
    [InlineData("dose (ABC) 2", "dose (CBA) 2")]
    [InlineData("ABC (2) de", "de )2( CBA")]
    // N1, N2: blanks between words of one direction go with them, others with the paragraph.
    [InlineData("of ABC DEF end", "of FED CBA end")]
    [InlineData("ABC of the DEF", "FED of the CBA")]
    public void A_line_is_ordered_according_to_the_rules(string logical, string visual) => Assert.Equal(visual, Visual(logical));

    [Fact]
    public void An_isolate_does_not_affect_the_text_around_it()
    {
        // Without the isolate the number would go with the Hebrew word before it.
        Assert.Equal("a CBA: 12 b", Visual($"a {Rli}ABC{Pdi}: 12 b"));
        Assert.Equal("a 12 :CBA b", Visual("a ABC: 12 b"));
        Assert.Equal("CBA de 1 FED", Visual($"{Lri}ABC de 1 {Pdi}DEF", 0));
        Assert.Equal("x CBA! y", Visual($"x {Fsi}ABC{Pdi}! y"));
    }

    [Fact]
    public void Embeddings_and_overrides_apply_until_they_are_closed()
    {
        Assert.Equal("a c b d", Visual($"a {Rle}b c{Pdf} d").Replace("b c", "c b", StringComparison.Ordinal));
        Assert.Equal("x dcba y", Visual($"x {Rlo}abcd{Pdf} y"));
    }

    [Fact]
    public void The_embedding_depth_is_limited()
    {
        var deep = new string(Rle, 200) + "a" + new string(Pdf, 200);

        var (_, levels) = Resolve(deep, null);

        Assert.InRange(levels.Max(), 120, 127);
    }

    [Fact]
    public void Trailing_white_space_gets_the_direction_of_the_paragraph()
    {
        Assert.Equal("a CBA  ", Visual("a ABC  "));
        Assert.Equal("  CBA", Visual("ABC  "));
    }

    private static string Visual(string logical, int? baseLevel = null)
    {
        var (classes, levels) = Resolve(logical, baseLevel);
        var order = BidiLine.Order(levels)
            .Where(index => !classes[index].IsRemoved() && !classes[index].IsIsolateInitiator() && classes[index] != BidiClass.PDI);
        return string.Concat(order.Select(index => logical[index]));
    }

    private static (BidiClass[] Classes, byte[] Levels) Resolve(string logical, int? baseLevel)
    {
        var characters = logical.Select(character => char.IsAsciiLetterUpper(character) ? '\u05D0' + (character - 'A') : character)
            .ToArray();
        var classes = Array.ConvertAll(characters, BidiCharacters.ClassOf);
        var (paragraph, levels) = BidiResolver.Resolve(classes, characters, baseLevel);
        BidiLine.ResetWhiteSpace(classes, levels, paragraph);
        return (classes, levels);
    }
}
