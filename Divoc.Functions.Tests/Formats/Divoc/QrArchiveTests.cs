using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Tests.Rendering;

namespace Divoc.Functions.Tests.Formats.Divoc;

/// <summary>Archives that two readers could read differently, and those that DIVOC and others make.</summary>
public sealed class QrArchiveTests
{
    private const int Mutations = 20_000;

    private static readonly byte[] Credential = SampleCredential.Vaccination().Bytes;

    /// <summary>How to make an archive, and what its refusal says.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "encrypted", "is encrypted" },
        { "encrypted-directory", "is encrypted" },
        { "encrypted-local", "different descriptions of its entry" },
        { "patched", "compressed in a way" },
        { "strong", "compressed in a way" },
        { "method", "compressed in a way" },
        { "method-local", "different descriptions of its entry" },
        { "method-stored", "less data than it says|the size or the checksum" },
        { "crc", "the size or the checksum" },
        { "crc-local", "different descriptions of its entry" },
        { "size", "the size or the checksum" },
        { "size-local", "different descriptions of its entry" },
        { "packed-size", "something between its data and its directory" },
        { "packed-size-more", "less data than it says" },
        { "packed-junk", "its data end before or after" },
        { "packed-short", "its data end before or after|can't be decompressed" },
        { "packed-garbage", "can't be decompressed" },
        { "second", "exactly one entry" },
        { "second-hidden", "more than one entry" },
        { "second-counted", "exactly one entry" },
        { "second-unlisted", "something before its entry" },
        { "second-behind", "something between its data and its directory" },
        { "none", "exactly one entry" },
        { "before", "something before its entry" },
        { "before-shifted", "something before its entry" },
        { "before-mark", "something before its entry" },
        { "after", "does not end where its directory ends" },
        { "after-zero", "does not end where its directory ends" },
        { "comment", "does not end where its directory ends" },
        { "comment-entry", "with a comment" },
        { "between", "between its directory and its end" },
        { "two-ends", "between its directory and its end" },
        { "cut", "does not end where its directory ends" },
        { "name", "exactly one entry named" },
        { "name-case", "exactly one entry named" },
        { "name-local", "different names for its entry" },
        { "name-directory", "exactly one entry named" },
        { "offset", "something before its entry" },
        { "disk", "exactly one entry" },
        { "disk-entry", "something before its entry" },
        { "extra-zip64", "extra field" },
        { "extra-path", "extra field" },
        { "extra-unknown", "extra field" },
        { "extra-cut", "extra field" },
        { "extra-local", "extra field" },
        { "descriptor-missing", "something between its data and its directory" },
        { "descriptor-crc", "something between its data and its directory" },
        { "descriptor-size", "something between its data and its directory" },
        { "descriptor-unannounced", "something between its data and its directory" },
        { "descriptor-local", "different descriptions of its entry" },
        { "descriptor-longer", "something between its data and its directory" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_archive_that_other_programs_would_read_differently_is_refused(string kind, string sentences)
    {
        var archive = Tampered(kind);
        Assert.All([archive, Encoding.UTF8.GetBytes(QrPayload.ToText(archive))], form =>
        {
            var refused = Assert.Throws<InvalidDataException>(() => QrPayload.Decode(form, VerificationLimits.PayloadBytes));
            Assert.Contains(sentences.Split('|'), sentence => refused.Message.Contains(sentence, StringComparison.Ordinal));
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);

            var said = Assert.Throws<PayloadException>(() => PayloadReader.Read(form));
            Assert.StartsWith(
                PayloadReader.IsArchive(form) ? refused.Message : "This is not a certificate.",
                said.Message,
                StringComparison.Ordinal);
        });
    }

    /// <summary>What JSZip, Go, Python, Java and Info-ZIP write, each in its own way.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("stored")]
    [InlineData("utf8")]
    [InlineData("level")]
    [InlineData("descriptor")]
    [InlineData("descriptor-bare")]
    [InlineData("descriptor-filled")]
    [InlineData("descriptor-stored")]
    [InlineData("extra-times")]
    [InlineData("extra-only-local")]
    [InlineData("empty-blocks")]
    public void Archives_written_by_common_programs_are_read(string kind)
    {
        var archive = Honest(kind);

        Assert.Equal(Credential, QrPayload.Decode(archive, VerificationLimits.PayloadBytes));
        Assert.Equal(Credential, QrPayload.Decode(Encoding.UTF8.GetBytes(QrPayload.ToText(archive)), VerificationLimits.PayloadBytes));
    }

    [Fact]
    public void A_text_may_have_a_byte_order_mark_and_white_space_around_it()
    {
        var text = QrPayload.ToText(QrPayload.Pack(Credential));

        Assert.Equal(Credential, QrPayload.Decode($"\uFEFF {text}\r\n"));
        Assert.Equal(Credential, QrPayload.Decode(Encoding.UTF8.GetBytes($"\uFEFF\t{text} \n"), VerificationLimits.PayloadBytes));
        Assert.Throws<InvalidDataException>(
            () => QrPayload.Decode([.. QrPayload.Pack(Credential), (byte)'\n'], VerificationLimits.PayloadBytes));
    }

    [Theory]
    [InlineData("deflated")]
    [InlineData("stored")]
    public void A_byte_order_mark_inside_the_archive_is_skipped(string kind)
    {
        var archive = new HandmadeArchive([0xEF, 0xBB, 0xBF, .. Credential]) { IsStored = kind == "stored" };
        using var document = PayloadReader.Read(archive.ToBytes());

        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("test-certificate-v1-rsa")]
    [InlineData("vaccination-v1-rsa-original")]
    [InlineData("vaccination-v2-rsa")]
    public void DIVOCs_own_archives_are_read(string name)
    {
        var archive = SharedData.Read("divoc", "qr", name + ".zip");
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var content = new MemoryStream();
        using (var entry = zip.Entries[0].Open())
        {
            entry.CopyTo(content);
        }

        Assert.Equal(content.ToArray(), QrPayload.Decode(archive, VerificationLimits.PayloadBytes));
    }

    /// <summary>Dates and the like may be changed without harm; the content is then the original's or there is none.</summary>
    [Fact]
    public void A_changed_archive_gives_the_original_or_is_refused()
    {
        var dice = new Random(20_261_129);
        byte[][] originals = [.. new[] { "plain", "stored", "utf8", "descriptor", "descriptor-bare", "descriptor-stored", "extra-times" }
            .Select(Honest)];
        var (read, refused) = (0, 0);
        for (var count = 0; count < Mutations; count++)
        {
            var changed = Changed(dice, originals[dice.Next(originals.Length)]);
            try
            {
                Assert.Equal(Credential, QrPayload.Decode(changed, VerificationLimits.PayloadBytes));
                read++;
            }
            catch (InvalidDataException exception)
            {
                Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{read} read, {refused} refused");
        Assert.True(read > 0 && refused > Mutations / 2, $"{read} read, {refused} refused");
    }

    private static byte[] Honest(string kind) => (kind switch
    {
        "plain" => new HandmadeArchive(Credential),
        "stored" => new HandmadeArchive(Credential) { IsStored = true },
        "utf8" => new HandmadeArchive(Credential) { Flags = 0x0800 },
        "level" => new HandmadeArchive(Credential) { Flags = 0x0006 },
        "descriptor" => new HandmadeArchive(Credential) { Flags = 0x0808, Descriptor = DescriptorForm.Signed, IsLocalEmpty = true },
        "descriptor-bare" => new HandmadeArchive(Credential) { Flags = 0x0008, Descriptor = DescriptorForm.Bare, IsLocalEmpty = true },
        "descriptor-filled" => new HandmadeArchive(Credential) { Flags = 0x0008, Descriptor = DescriptorForm.Signed },
        "descriptor-stored" =>
            new HandmadeArchive(Credential) { Flags = 0x0008, Descriptor = DescriptorForm.Signed, IsStored = true, IsLocalEmpty = true },
        "extra-times" =>
            new HandmadeArchive(Credential) { LocalExtra = Extra(0x5455, 9), Extra = [.. Extra(0x5455, 5), .. Extra(0x000A, 32)] },
        "extra-only-local" => new HandmadeArchive(Credential) { LocalExtra = Extra(0xCAFE, 0) },
        "empty-blocks" =>
            new HandmadeArchive(Credential) { Packed = [0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0xFF, 0xFF, .. HandmadeArchive.Deflate(Credential)] },
        _ => throw new ArgumentException(kind),
    }).ToBytes();

    private static byte[] Tampered(string kind)
    {
        var other = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Credential).Replace("certificateId", "certificateld", StringComparison.Ordinal));
        var plain = QrPayload.Pack(Credential);
        var packed = HandmadeArchive.Deflate(Credential);
        return kind switch
        {
            "encrypted" => new HandmadeArchive(Credential) { Flags = 1 }.ToBytes(),
            "encrypted-directory" => new HandmadeArchive(Credential) { Flags = 1, LocalFlags = 0 }.ToBytes(),
            "encrypted-local" => new HandmadeArchive(Credential) { LocalFlags = 1 }.ToBytes(),
            "patched" => new HandmadeArchive(Credential) { Flags = 0x0020 }.ToBytes(),
            "strong" => new HandmadeArchive(Credential) { Flags = 0x2040 }.ToBytes(),
            "method" => new HandmadeArchive(Credential) { Method = 9 }.ToBytes(),
            "method-local" => new HandmadeArchive(Credential) { LocalMethod = 0 }.ToBytes(),
            "method-stored" => new HandmadeArchive(Credential) { Method = 0, LocalMethod = 0 }.ToBytes(),
            "crc" => new HandmadeArchive(Credential) { Checksum = 1, LocalChecksum = 1 }.ToBytes(),
            "crc-local" => new HandmadeArchive(Credential) { LocalChecksum = 1 }.ToBytes(),
            "size" => new HandmadeArchive(Credential) { Size = Credential.Length - 1, LocalSize = Credential.Length - 1 }.ToBytes(),
            "size-local" => new HandmadeArchive(Credential) { LocalSize = Credential.Length + 1 }.ToBytes(),
            "packed-size" =>
                new HandmadeArchive(Credential) { PackedSize = packed.Length - 1, LocalPackedSize = packed.Length - 1 }.ToBytes(),
            "packed-size-more" =>
                new HandmadeArchive(Credential) { PackedSize = packed.Length + 1, LocalPackedSize = packed.Length + 1 }.ToBytes(),
            "packed-junk" => new HandmadeArchive(Credential) { Packed = [.. packed, 0] }.ToBytes(),
            "packed-short" => new HandmadeArchive(Credential) { Packed = packed[..^1] }.ToBytes(),
            "packed-garbage" => new HandmadeArchive(Credential) { Packed = [0xFF, .. packed] }.ToBytes(),
            "second" => Zipped(Credential, other),
            "second-hidden" =>
                new HandmadeArchive(Credential) { BehindDirectory = DirectoryEntryOf(other), IsDirectoryCounted = true }.ToBytes(),
            "second-counted" => new HandmadeArchive(Credential) { Entries = 2 }.ToBytes(),
            "second-unlisted" => new HandmadeArchive(Credential) { Before = LocalEntryOf(other), IsShifted = true }.ToBytes(),
            "second-behind" => new HandmadeArchive(Credential) { BehindData = LocalEntryOf(other) }.ToBytes(),
            "none" => Zipped(),
            "before" => [.. "#!/bin/sh\n"u8, .. plain],
            "before-shifted" => new HandmadeArchive(Credential) { Before = "#!/bin/sh\n"u8.ToArray(), IsShifted = true }.ToBytes(),
            "before-mark" => [.. "\uFEFF\uFEFF"u8, .. plain],
            "after" => [.. plain, .. "{}"u8],
            "after-zero" => [.. plain, 0],
            "comment" => new HandmadeArchive(Credential) { Comment = "a note"u8.ToArray() }.ToBytes(),
            "comment-entry" => new HandmadeArchive(Credential) { EntryComment = "a note"u8.ToArray() }.ToBytes(),
            "between" => new HandmadeArchive(Credential) { BehindDirectory = new byte[8] }.ToBytes(),
            "two-ends" => [.. plain, .. plain[^22..]],
            "cut" => plain[..^1],
            "name" => new HandmadeArchive(Credential) { Name = "other.json", LocalName = "other.json" }.ToBytes(),
            "name-case" => new HandmadeArchive(Credential) { Name = "Certificate.json", LocalName = "Certificate.json" }.ToBytes(),
            "name-local" => new HandmadeArchive(Credential) { LocalName = "certificate.jso" }.ToBytes(),
            "name-directory" => new HandmadeArchive(Credential) { Name = "other.json" }.ToBytes(),
            "offset" => new HandmadeArchive(Credential) { Offset = 1 }.ToBytes(),
            "disk" => new HandmadeArchive(Credential) { Disk = 1 }.ToBytes(),
            "disk-entry" => new HandmadeArchive(Credential) { EntryDisk = 1 }.ToBytes(),
            "extra-zip64" => new HandmadeArchive(Credential) { Extra = Extra(0x0001, 16) }.ToBytes(),
            "extra-path" => new HandmadeArchive(Credential) { Extra = Extra(0x7075, 12), LocalExtra = Extra(0x7075, 12) }.ToBytes(),
            "extra-unknown" => new HandmadeArchive(Credential) { Extra = [.. Extra(0x5455, 5), .. Extra(0x9901, 7)] }.ToBytes(),
            "extra-cut" => new HandmadeArchive(Credential) { Extra = Extra(0x5455, 5)[..^1] }.ToBytes(),
            "extra-local" => new HandmadeArchive(Credential) { LocalExtra = [0x55] }.ToBytes(),
            "descriptor-missing" => new HandmadeArchive(Credential) { Flags = 0x0008 }.ToBytes(),
            "descriptor-crc" =>
                new HandmadeArchive(Credential) { Flags = 0x0008, Descriptor = DescriptorForm.WrongChecksum, IsLocalEmpty = true }
                    .ToBytes(),
            "descriptor-size" => new HandmadeArchive(Credential) { Flags = 0x0008, Descriptor = DescriptorForm.WrongSize }.ToBytes(),
            "descriptor-unannounced" => new HandmadeArchive(Credential) { Descriptor = DescriptorForm.Signed }.ToBytes(),
            "descriptor-local" =>
                new HandmadeArchive(Credential) { Flags = 0x0008, Descriptor = DescriptorForm.Signed, LocalSize = 7 }.ToBytes(),
            "descriptor-longer" =>
                new HandmadeArchive(Credential) { Flags = 0x0008, Descriptor = DescriptorForm.Signed, BehindData = [0] }.ToBytes(),
            _ => throw new ArgumentException(kind),
        };
    }

    private static byte[] Extra(ushort id, int length) => [(byte)id, (byte)(id >> 8), (byte)length, 0, .. new byte[length]];

    private static byte[] LocalEntryOf(byte[] content)
    {
        var archive = new HandmadeArchive(content);
        return archive.ToBytes()[..archive.DirectoryOffset];
    }

    private static byte[] DirectoryEntryOf(byte[] content)
    {
        var archive = new HandmadeArchive(content);
        return archive.ToBytes()[archive.DirectoryOffset..^22];
    }

    private static byte[] Zipped(params byte[][] contents)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var content in contents)
            {
                using var entry = zip.CreateEntry(QrPayload.EntryName).Open();
                entry.Write(content);
            }
        }

        return target.ToArray();
    }

    private static byte[] Changed(Random dice, byte[] bytes)
    {
        var changed = bytes.ToArray();
        switch (dice.Next(6))
        {
            case 0:
                return changed[..dice.Next(changed.Length)];
            case 1:
                var (start, end) = (dice.Next(changed.Length), dice.Next(changed.Length));
                return [.. changed[..Math.Max(start, end)], .. changed[Math.Min(start, end)..]];
            case 2:
                return
                [
                    .. changed[..dice.Next(changed.Length)],
                    .. RandomBytes(dice, 1 + dice.Next(30)),
                    .. changed[^dice.Next(changed.Length)..],
                ];
            default:
                for (var count = dice.Next(3); count >= 0; count--)
                {
                    // Headers lie at the ends of an archive.
                    var near = dice.Next(3) switch
                    {
                        0 => dice.Next(60),
                        1 => changed.Length - 1 - dice.Next(110),
                        _ => dice.Next(changed.Length),
                    };
                    changed[near] = (byte)(dice.Next(2) == 0 ? changed[near] ^ (1 << dice.Next(8)) : dice.Next(256));
                }

                return changed;
        }
    }

    private static byte[] RandomBytes(Random dice, int count)
    {
        var bytes = new byte[count];
        dice.NextBytes(bytes);
        return bytes;
    }
}
