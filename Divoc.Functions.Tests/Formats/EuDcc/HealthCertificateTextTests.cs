using System.IO.Compression;
using System.Text;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Rendering.Qr;
using SimpleBase;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>The text in the QR code: what is written is read, and nothing else.</summary>
public sealed class HealthCertificateTextTests
{
    /// <summary>RFC 9285, sections 4.3 and 4.4.</summary>
    [Theory]
    [InlineData("AB", "BB8")]
    [InlineData("Hello!!", "%69 VD92EX0")]
    [InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0")]
    public void The_library_writes_the_examples_in_the_standard(string bytes, string text)
    {
        Assert.Equal(text, Base45.Default.Encode(Encoding.ASCII.GetBytes(bytes)));
        Assert.Equal(bytes, Encoding.ASCII.GetString(Base45.Default.Decode(text)));
    }

    [Fact]
    public void A_text_can_be_read_back_and_fits_the_alphabet_of_a_QR_code()
    {
        foreach (var length in Enumerable.Range(1, 60).Append(600))
        {
            var bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            var text = HealthCertificateText.Write(bytes);

            Assert.Equal(bytes, Read(text));
            Assert.Equal(text.Length, QrSegment.Letters(text).Data.Length);
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_line_end_added_by_a_scanner_is_ignored(string end)
    {
        Assert.Equal([1, 2, 3], Read(HealthCertificateText.Write([1, 2, 3]) + end));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HC1:")]
    [InlineData("HC2:6BF")]
    [InlineData("hc1:6BF")]
    [InlineData("HC1:A")]
    [InlineData("HC1:GGW")]
    [InlineData("HC1:::::")]
    [InlineData("HC1:qed8wex0")]
    [InlineData("HC1:ü")]
    [InlineData("\uFEFFHC1:6BF")]
    public void Any_other_text_is_not_read(string text) => Assert.Null(Read(text));

    [Fact]
    public void A_text_that_is_changed_cut_off_or_continued_is_refused()
    {
        var packed = Zlib(new byte[300]);
        Assert.Equal(300, Read(TextOf(packed))!.Length);

        Assert.Null(Read(TextOf(packed.AsSpan()[..^1])));
        Assert.Null(Read(TextOf(packed.AsSpan()[..^4])));
        Assert.Null(Read(TextOf([.. packed, 0])));
        Assert.Null(Read(TextOf([.. packed[..^1], (byte)(packed[^1] ^ 1)])));
        Assert.Null(Read(" " + TextOf(packed)));
    }

    [Fact]
    public void A_text_that_unpacks_to_too_many_bytes_is_refused_without_unpacking_it()
    {
        var bomb = TextOf(Zlib(new byte[1024 * 1024]));
        Assert.InRange(bomb.Length, 1000, HealthCertificateText.LongestText);
        Assert.Null(Read(bomb));

        Assert.Equal(HealthCertificateText.MostBytes, Read(TextOf(Zlib(new byte[HealthCertificateText.MostBytes])))!.Length);
        Assert.Null(Read(TextOf(Zlib(new byte[HealthCertificateText.MostBytes + 1]))));
    }

    [Fact]
    public void A_text_that_is_too_long_for_a_QR_code_is_refused()
    {
        var random = new byte[3000];
        new Random(7).NextBytes(random);
        var text = HealthCertificateText.Write(random);

        Assert.True(text.Length > HealthCertificateText.LongestText);
        Assert.Null(Read(text));
    }

    internal static string TextOf(ReadOnlySpan<byte> packed) => HealthCertificateText.Prefix + Base45.Default.Encode(packed);

    private static byte[]? Read(string text) => HealthCertificateText.Read(Encoding.UTF8.GetBytes(text));

    private static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }
}
