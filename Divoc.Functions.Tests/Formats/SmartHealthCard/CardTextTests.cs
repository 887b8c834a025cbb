using System.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>The texts and files in which cards come, and the JWS in them.</summary>
public sealed class CardTextTests
{
    [Fact]
    public void Every_character_becomes_two_digits_and_is_read_back()
    {
        const string text = "eyJ-_.09AZaz";
        var digits = CardText.DigitsOf(text);

        Assert.Equal("567629005001031220455277", digits);
        Assert.Equal(text, Read($"shc:/{digits}"));
        Assert.Equal(text, Read($"shc:/{digits}\r\n"));
    }

    [Theory]
    [InlineData("shc:/5")]
    [InlineData("shc:/78")]
    [InlineData("shc:/5a")]
    [InlineData("shc:/56 76")]
    [InlineData("shc:/1/56")]
    [InlineData("shc:/0/1/56")]
    [InlineData("shc:/2/1/56")]
    [InlineData("shc:/1/65/56")]
    [InlineData("shc:/1/1/1/56")]
    [InlineData("{\"verifiableCredential\":[]}")]
    [InlineData("{\"verifiableCredential\":[1]}")]
    [InlineData("{\"verifiableCredential\":\"eyJ\"}")]
    [InlineData("{\"verifiableCredential\":[\"a\"],\"verifiableCredential\":[\"b\"]}")]
    public void Damaged_texts_contain_no_card(string text)
    {
        Assert.Equal(Likeness.Yes, CardText.Recognize(Encoding.UTF8.GetBytes(text)));
        Assert.Null(Read(text));
    }

    [Fact]
    public void A_card_in_several_QR_codes_is_joined_in_any_order()
    {
        Assert.Equal("eyJab", Read("shc:/2/3/2952\nshc:/1/3/5676\r\nshc:/3/3/53\n"));
        Assert.Equal("eyJab", Read("shc:/1/1/5676295253"));
        var missing = Assert.Throws<PayloadException>(() => Read("shc:/2/3/2952"));
        Assert.Equal("PARTS_MISSING", missing.Code);
        Assert.Contains("3 QR codes, but 1 were sent", missing.Message, StringComparison.Ordinal);
        Assert.Equal("SEVERAL_CERTIFICATES", Assert.Throws<PayloadException>(() => Read("shc:/2/3/2952\nshc:/2/3/2952")).Code);
        Assert.Equal("SEVERAL_CERTIFICATES", Assert.Throws<PayloadException>(() => Read("shc:/1/2/2952\nshc:/1/3/2952")).Code);
        Assert.Equal("SEVERAL_CERTIFICATES", Assert.Throws<PayloadException>(() => Read("shc:/5676\nshc:/5676")).Code);
    }

    [Fact]
    public void A_file_gives_the_single_card_that_it_contains()
    {
        Assert.Equal("eyJ", Read("""{"verifiableCredential":["eyJ"]}"""));
        Assert.Equal("eyJ", Read(" \n{ \"verifiableCredential\" : [ \"eyJ\" ] , \"more\" : 1 }\n"));
        Assert.Equal("SEVERAL_CERTIFICATES", Assert.Throws<PayloadException>(() => Read("""{"verifiableCredential":["a","b"]}""")).Code);
        Assert.Equal("eyJ", CardText.OfFile(CardText.FileOf("eyJ")));
    }

    [Theory]
    [InlineData("eyJ.a.b", Likeness.Perhaps)]
    [InlineData("eyJ.a.b\n", Likeness.Perhaps)]
    [InlineData("eyJ.a", Likeness.No)]
    [InlineData("\uFEFFshc:/56", Likeness.No)]
    [InlineData("SHC:/56", Likeness.No)]
    [InlineData("{\"a\":1,\"verifiableCredential\":[]}", Likeness.No)]
    [InlineData("", Likeness.No)]
    public void Other_texts_are_distinguished_from_cards(string text, Likeness expected) =>
        Assert.Equal(expected, CardText.Recognize(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_header_of_a_JWS_has_exactly_three_members_and_the_signature_has_64_bytes()
    {
        using var issuer = new CardIssuer();
        var good = issuer.Sign("{\"a\":1}"u8.ToArray());
        var read = CardJws.Read(Encoding.ASCII.GetBytes(good))!;

        Assert.Equal((issuer.Kid, "{\"a\":1}", 64), (read.Kid, Encoding.UTF8.GetString(read.Unpack()!), read.Signature.Length));
        foreach (var header in new[]
        {
            """{"alg":"ES256","kid":"k"}""", """{"alg":"ES256","kid":"k","zip":"DEF","typ":"JWT"}""",
            """{"alg":"none","kid":"k","zip":"DEF"}""", """{"alg":"ES256","kid":"","zip":"DEF"}""",
            """{"alg":"ES256","kid":1,"zip":"DEF"}""",
            """{"alg":"ES256","alg":"ES256","zip":"DEF"}""", """{"alg":"ES256","kid":"\ud800","zip":"DEF"}""", "[]", "{",
            $$"""{"alg":"ES256","kid":"{{new string('k', 129)}}","zip":"DEF"}""",
        })
        {
            Assert.Null(CardJws.Read(Encoding.ASCII.GetBytes(
                $"{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}"
                + $"{good[good.IndexOf('.', StringComparison.Ordinal)..]}")));
        }

        Assert.Null(CardJws.Read(Encoding.ASCII.GetBytes(good[..^4])));
        Assert.Null(CardJws.Read(Encoding.ASCII.GetBytes(good + "AAAA")));
        Assert.Null(CardJws.Read(Encoding.ASCII.GetBytes(good.Replace('.', '=') + "..")));
    }

    [Fact]
    public void A_card_that_unpacks_to_too_much_or_to_nothing_is_refused()
    {
        using var issuer = new CardIssuer();

        Assert.NotNull(Unpack(new byte[CardJws.MostBytes]));
        Assert.Null(Unpack(new byte[CardJws.MostBytes + 1]));
        Assert.Null(Unpack(new byte[10_000_000]));
        Assert.Null(Unpack([]));

        byte[]? Unpack(byte[] payload) => CardJws.Read(Encoding.ASCII.GetBytes(issuer.Sign(payload)))!.Unpack();
    }

    private static string? Read(string text) =>
        CardText.Read(Encoding.UTF8.GetBytes(text)) is { } jws ? Encoding.UTF8.GetString(jws) : null;
}
