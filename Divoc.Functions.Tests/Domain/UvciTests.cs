using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Domain;

/// <summary>Identifiers of the EU's certificates.</summary>
public sealed class UvciTests
{
    /// <summary>The example of the eHealth Network's guidelines (volume 2, annex 2), and others that were worked out by hand.</summary>
    [Theory]
    [InlineData("URN:UVCI:01:NL:187/37512422923", 'Z')]
    public void The_check_character_follows_the_EU_guidelines(string text, char check) => Assert.Equal(check, Uvci.CheckCharacterOf(text));

    [Fact]
    public void A_certificate_has_a_UVCI_of_its_country()
    {
        var uvci = Uvci.Of("IN", "0123456789abcdefghjkmnpqrs");

        Assert.StartsWith("URN:UVCI:01:IN:0123456789ABCDEFGHJKMNPQRS#", uvci, StringComparison.Ordinal);
        Assert.Equal(43, uvci.Length);
    }

    /// <summary>That is what it is for.</summary>
    [Fact]
    public void Every_wrong_character_and_most_swapped_neighbours_change_the_check_character()
    {
        const string Text = "URN:UVCI:01:IN:0123456789ABCDEFGHJKMNPQRS";
        var check = Uvci.CheckCharacterOf(Text);
        for (var index = "URN:UVCI:01:".Length; index < Text.Length; index++)
        {
            Assert.NotEqual(check, Uvci.CheckCharacterOf($"{Text[..index]}{(Text[index] == 'Z' ? 'Y' : 'Z')}{Text[(index + 1)..]}"));
        }

        Assert.Throws<ArgumentException>(() => Uvci.CheckCharacterOf("urn"));
    }
}
