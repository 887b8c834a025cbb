using System.Text;
using System.Text.Json;
using Divoc.Functions.LinkedData;

namespace Divoc.Functions.Tests.LinkedData;

public sealed class JsonCanonicalizerTests
{
    /// <summary>Appendix B of RFC 8785: the bits of a double, and how it is written.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_written_as_listed_in_the_standard(ulong bits, string expected)
    {
        var number = JsonSerializer.SerializeToElement(BitConverter.UInt64BitsToDouble(bits));
        Assert.Equal(expected, Canonical(number));
    }

    [Theory]
    [InlineData(
        """{ "b": 1, "a": [ true , null ], "\u20ac": "x", "\r": "y", "1": {} }""", """{"\r":"y","1":{},"a":[true,null],"b":1,"€":"x"}""")]
    [InlineData("""{ "\ufb33": 1, "\ud83d\ude00": 2 }""", "{\"😀\":2,\"\ufb33\":1}")]
    [InlineData("\"\\u000f\\u0008\\t\\n\\f\\r\\\"\\\\\\/\\u007f\"", "\"\\u000f\\b\\t\\n\\f\\r\\\"\\\\/\u007f\"")]
    [InlineData("[1.0, 1E2, 0.00, -0]", "[1,100,0,0]")]
    public void Every_document_has_exactly_one_canonical_text(string document, string expected)
    {
        Assert.Equal(expected, Canonical(JsonElement.Parse(document)));
    }

    [Theory]
    [InlineData("""{ "a": 1, "a": 2 }""", LinkedDataError.DuplicateMember)]
    [InlineData("1e999", LinkedDataError.InvalidJson)]
    [InlineData("\"\\udc00\"", LinkedDataError.InvalidText)]
    public void JSON_that_is_not_I_JSON_is_refused(string document, string code)
    {
        var error = Assert.Throws<LinkedDataException>(() => JsonCanonicalizer.Canonicalize(JsonElement.Parse(document)));
        Assert.Equal(code, error.Code);
    }

    private static string Canonical(JsonElement value) => Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(value));
}
