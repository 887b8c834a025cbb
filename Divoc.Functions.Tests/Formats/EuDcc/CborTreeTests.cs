using Divoc.Functions.Formats.EuDcc;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Presented CBOR is read within bounds, whatever it is.</summary>
public sealed class CborTreeTests
{
    [Theory]
    [InlineData("0A")]
    [InlineData("390103")]
    [InlineData("F6")]
    [InlineData("FB40091EB851EB851F")]
    [InlineData("7F61416142FF")]
    [InlineData("BF616101FF")]
    [InlineData("9F0102FF")]
    [InlineData("C074323032312D30312D30315431303A30303A30305A")]
    [InlineData("C11A60000000")]
    public void All_data_types_that_certificates_use_are_read(string hex) => CborTree.Read(Convert.FromHexString(hex));

    [Theory]
    [InlineData("")]
    [InlineData("0A0A")]
    [InlineData("A2616101616102")]
    [InlineData("A201010102")]
    [InlineData("A1F601")]
    [InlineData("A1410101")]
    [InlineData("C24101")]
    [InlineData("D81840")]
    [InlineData("D28440A04040")]
    [InlineData("1BFFFFFFFFFFFFFFFF")]
    [InlineData("F7")]
    [InlineData("FF")]
    [InlineData("5BFFFFFFFFFFFFFFFF00")]
    [InlineData("9BFFFFFFFFFFFFFFFF00")]
    [InlineData("BF01FF")]
    [InlineData("8181818181818181818181818181818100")]
    public void Any_other_content_is_refused_with_the_same_exception(string hex)
    {
        Assert.Throws<FormatException>(() => CborTree.Read(Convert.FromHexString(hex)));
    }

    [Fact]
    public void Depth_and_number_of_items_are_limited()
    {
        Assert.NotNull(CborTree.Read(Nested(CborTree.Depth)));
        Assert.Throws<FormatException>(() => CborTree.Read(Nested(CborTree.Depth + 1)));
        Assert.NotNull(CborTree.Read(Flat(CborTree.Items - 1)));
        Assert.Throws<FormatException>(() => CborTree.Read(Flat(CborTree.Items)));
    }

    private static byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)0x81, depth - 1), 0x80];

    private static byte[] Flat(int items) => [0x99, (byte)(items >> 8), (byte)items, .. new byte[items]];
}
