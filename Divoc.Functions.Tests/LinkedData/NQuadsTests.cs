using System.Text;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

public sealed class NQuadsTests
{
    [Theory]
    [InlineData("<urn:s> <urn:p> <urn:o> .", "<urn:s> <urn:p> <urn:o> .\n")]
    [InlineData("\t<urn:s>\t<urn:p>\"x\"@en-GB<urn:g>.# comment", "<urn:s> <urn:p> \"x\"@en-GB <urn:g> .\n")]
    [InlineData("_:a.b <urn:p> _:0 _:g.", "_:a.b <urn:p> _:0 _:g .\n")]
    [InlineData("<urn:\\u00e9> <urn:p> \"\\U0001F600\\t\\'\\\"\" .", "<urn:é> <urn:p> \"😀\\t'\\\"\" .\n")]
    [InlineData(
        "<urn:s> <urn:p> \"1\"^^<urn:d> .\r\n\r\n# comment\n<urn:s> <urn:p> \"\u2028\" .",
        "<urn:s> <urn:p> \"1\"^^<urn:d> .\n<urn:s> <urn:p> \"\u2028\" .\n")]
    [InlineData("<urn:s> <urn:p> \"x\"^^<http://www.w3.org/2001/XMLSchema#string> .", "<urn:s> <urn:p> \"x\" .\n")]
    [InlineData("", "")]
    public void Statements_are_read(string text, string written)
    {
        Assert.Equal(written, Encoding.UTF8.GetString(NQuadsWriter.Write(NQuadsReader.Read(text))));
    }

    [Theory]
    [InlineData("<urn:s> <urn:p> <urn:o>")]
    [InlineData("<urn:s> <urn:p> <urn:o> . <urn:x>")]
    [InlineData("<s> <urn:p> <urn:o> .")]
    [InlineData("<urn:s> <urn:p p> <urn:o> .")]
    [InlineData("<urn:s> <urn:\\u0020> <urn:o> .")]
    [InlineData("<urn:s> <urn:\\n> <urn:o> .")]
    [InlineData("<urn:s> _:p <urn:o> .")]
    [InlineData("\"s\" <urn:p> <urn:o> .")]
    [InlineData("<urn:s> <urn:p> \"o .")]
    [InlineData("<urn:s> <urn:p> \"o\\\" .")]
    [InlineData("<urn:s> <urn:p> \"\\x\" .")]
    [InlineData("<urn:s> <urn:p> \"\\uD800\" .")]
    [InlineData("<urn:s> <urn:p> \"\\u12\" .")]
    [InlineData("<urn:s> <urn:p> \"\\U00110000\" .")]
    [InlineData("<urn:s> <urn:p> \"\\UFFFFFFFF\" .")]
    [InlineData("<urn:s> <urn:p> \"o\"@ .")]
    [InlineData("<urn:s> <urn:p> \"o\"@1a .")]
    [InlineData("<urn:s> <urn:p> \"o\"@en- .")]
    [InlineData("<urn:s> <urn:p> \"o\"^<urn:d> .")]
    [InlineData("<urn:s> <urn:p> \"o\"^^\"d\" .")]
    [InlineData("<urn:s> <urn:p> _: .")]
    [InlineData("_:-a <urn:p> <urn:o> .")]
    [InlineData("<urn:s> <urn:p> <urn:o> <urn:g> <urn:h> .")]
    [InlineData("<urn:s> <urn:p> <urn:o> \"g\" .")]
    [InlineData("x")]
    public void An_invalid_statement_is_refused_with_its_line_number(string line)
    {
        var error = Assert.Throws<LinkedDataException>(() => NQuadsReader.Read("# first\n" + line));
        Assert.Equal((NQuadsReader.Invalid, "line 2"), (error.Code, error.Place));
    }

    [Fact]
    public void Invalid_text_bytes_and_too_many_statements_are_refused()
    {
        Assert.Equal(LinkedDataError.InvalidText, Assert.Throws<LinkedDataException>(() => NQuadsReader.Read([0xff])).Code);
        Assert.Equal(
            LinkedDataError.LimitExceeded,
            Assert.Throws<LinkedDataException>(() => NQuadsReader.Read("<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> <urn:q> .", 1)).Code);
    }
}
