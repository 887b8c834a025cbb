using System.Globalization;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Tests.Rendering;

public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("o\u0323\u0300", "ọ\u0300")]
    [InlineData("o\u0300\u0323", "ọ\u0300")]
    [InlineData("\u00F2\u0323", "ọ\u0300")]
    [InlineData("\u212B", "Å")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("u\u0308\u0301", "\u01D8")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("a\u0301\u0301", "á\u0301")]
    [InlineData("q\u0323\u0307 q\u0307\u0323", "q\u0323\u0307 q\u0323\u0307")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("plain", "plain")]
    public void Equivalent_spellings_get_the_same_form(string text, string expected) => Assert.Equal(expected, CanonicalForm.Of(text));

    /// <summary>Every canonical decomposition of the Unicode Character Database (UnicodeData.txt, field 5).</summary>
    [Fact]
    public void Each_character_and_its_decomposition_get_the_same_form()
    {
        var compared = 0;
        foreach (var fields in File.ReadLines("/usr/share/unicode/UnicodeData.txt")
            .Select(line => line.Split(';'))
            .Where(fields => fields[5] is not ("" or ['<', ..])))
        {
            var composed = Text(fields[0]);
            var decomposed = Text(fields[5]);

            Assert.Equal(CanonicalForm.Of(composed), CanonicalForm.Of(decomposed));
            compared++;
        }

        Assert.True(compared > 2_000, $"Only {compared} characters are compared.");
    }

    private static string Text(string codePoints)
    {
        return string.Concat(
            codePoints.Split(' ')
                .Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));
    }
}
