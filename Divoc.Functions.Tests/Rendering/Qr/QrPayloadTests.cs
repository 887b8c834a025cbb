using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;

namespace Divoc.Functions.Tests.Rendering.Qr;

public sealed class QrPayloadTests
{
    private static readonly byte[] Credential = SampleCredential.Vaccination().Bytes;

    [Fact]
    public void Any_ZIP_reader_can_read_an_archive()
    {
        using var zip = new ZipArchive(new MemoryStream(QrPayload.Pack(Credential)));

        var entry = Assert.Single(zip.Entries);
        using var content = new MemoryStream();
        using (var stream = entry.Open())
        {
            stream.CopyTo(content);
        }

        Assert.Equal("certificate.json", entry.FullName);
        Assert.Equal(Credential, content.ToArray());
        Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
        Assert.Equal(entry.Crc32, Crc32.HashToUInt32(Credential));
    }

    [Fact]
    public void An_archive_has_no_flags_no_data_descriptor_and_no_extra_fields()
    {
        var archive = QrPayload.Pack(Credential);

        Assert.Equal([0x50, 0x4B, 0x03, 0x04, 20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0], archive[..14]);
        Assert.Equal([16, 0, 0, 0], archive[26..30]);
        Assert.Equal([0x50, 0x4B, 0x05, 0x06], archive[^22..^18]);
    }

    [Fact]
    public void Both_forms_of_a_symbol_can_be_decoded()
    {
        var archive = QrPayload.Pack(Credential);

        Assert.Equal(Credential, QrPayload.Decode(archive));
        Assert.Equal(Credential, QrPayload.Decode(Encoding.UTF8.GetBytes(QrPayload.ToText(archive))));
        Assert.Equal(Credential, QrPayload.Decode(QrPayload.ToText(archive)));
    }

    [Theory]
    [InlineData("vaccination-v1-rsa-original")]
    [InlineData("vaccination-v2-rsa")]
    [InlineData("test-certificate-v1-rsa")]
    public void DIVOC_codes_decode_to_the_published_credential(string name)
    {
        var expected = JsonNode.Parse(SharedData.Read("divoc", "signed", name + ".json"));
        var symbol = Convert.FromHexString(File.ReadAllText(SharedData.PathOf("divoc", "qr", name + ".qr-payload.hex")).Trim());
        var scanned = Scanner.ScanText(SharedData.Read("divoc", "qr", name + ".png"));

        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(QrPayload.Decode(symbol))));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(QrPayload.Decode(scanned))));
    }

    [Fact]
    public void A_code_that_was_printed_earlier_can_still_be_decoded()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Rendering", "Qr");
        var scanned = Scanner.ScanText(File.ReadAllBytes(Path.Combine(folder, "printed-vaccination.png")));

        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "printed-vaccination.json")), QrPayload.Decode(scanned));
    }

    [Fact]
    public void Input_that_is_not_an_archive_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => QrPayload.Decode("https://example.org/"));
        Assert.Throws<InvalidDataException>(() => QrPayload.Decode("PK\u0003\u0004 \u0915"));
        Assert.Throws<InvalidDataException>(() => QrPayload.Decode(QrPayload.Pack(Credential).AsSpan(0, 200)));
    }

    [Theory]
    [InlineData("other.json")]
    [InlineData("certificate.json", "more.json")]
    [InlineData]
    public void An_archive_with_other_entries_is_refused(params string[] names)
    {
        Assert.Throws<InvalidDataException>(() => QrPayload.Decode(Zip(names, "{}"u8)));
    }

    [Fact]
    public void A_credential_larger_than_64_KiB_is_refused_even_if_it_compresses_well()
    {
        // Repeated often enough to fit into a symbol, seldom enough to stay below the ratio.
        var pattern = RandomNumberGenerator.GetBytes(900);
        var largest = Enumerable.Range(0, QrPayload.MaxCredentialBytes).Select(index => pattern[index % pattern.Length]).ToArray();
        byte[] tooLarge = [.. largest, 0];

        Assert.Equal(largest, QrPayload.Decode(QrPayload.Pack(largest)));
        Assert.Contains(
            "larger than 65536",
            Assert.Throws<InvalidDataException>(() => QrPayload.Decode(QrPayload.Pack(tooLarge))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_expands_to_more_than_a_hundred_times_its_size_is_refused()
    {
        Assert.Contains(
            "100 times",
            Assert.Throws<InvalidDataException>(() => QrPayload.Decode(QrPayload.Pack(new byte[60_000]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_be_larger_than_a_symbol_but_not_larger_than_its_own_limit()
    {
        var archive = QrPayload.Pack(RandomNumberGenerator.GetBytes(10_000));

        Assert.Throws<InvalidDataException>(() => QrPayload.Decode(archive));
        Assert.Equal(10_000, QrPayload.Decode(archive, archive.Length).Length);
        Assert.Throws<InvalidDataException>(() => QrPayload.Decode(archive, archive.Length - 1));
    }

    private static byte[] Zip(string[] names, ReadOnlySpan<byte> content)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return target.ToArray();
    }
}
