using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Divoc.Functions.Formats.Divoc;

namespace Divoc.Functions.Tests.Formats.Divoc;

/// <summary>A ZIP archive of one entry of which every field can be set, so that it lies as it is wanted to.</summary>
internal sealed class HandmadeArchive(byte[] content)
{
    public bool IsStored { get; init; }

    public byte[]? Packed { get; init; }

    public ushort Flags { get; init; }

    public ushort? LocalFlags { get; init; }

    public ushort? Method { get; init; }

    public ushort? LocalMethod { get; init; }

    public uint? Checksum { get; init; }

    public uint? LocalChecksum { get; init; }

    public int? PackedSize { get; init; }

    public int? LocalPackedSize { get; init; }

    public int? Size { get; init; }

    public int? LocalSize { get; init; }

    /// <summary>Whether the local header leaves checksum and sizes to the descriptor.</summary>
    public bool IsLocalEmpty { get; init; }

    public string Name { get; init; } = QrPayload.EntryName;

    public string LocalName { get; init; } = QrPayload.EntryName;

    public byte[] Extra { get; init; } = [];

    public byte[] LocalExtra { get; init; } = [];

    public DescriptorForm Descriptor { get; init; }

    public byte[] Before { get; init; } = [];

    /// <summary>Whether the offsets count what stands before.</summary>
    public bool IsShifted { get; init; }

    public byte[] BehindData { get; init; } = [];

    public byte[] BehindDirectory { get; init; } = [];

    /// <summary>Whether the directory's size counts what stands behind it.</summary>
    public bool IsDirectoryCounted { get; init; }

    public byte[] EntryComment { get; init; } = [];

    public byte[] Comment { get; init; } = [];

    public ushort Entries { get; init; } = 1;

    public ushort Disk { get; init; }

    public ushort EntryDisk { get; init; }

    public int Offset { get; init; }

    public int DirectoryOffset => Local().Length;

    private byte[] Data => Packed ?? (IsStored ? content : Deflate(content));

    private ushort RightMethod => (ushort)(IsStored ? 0 : 8);

    public static byte[] Deflate(byte[] content)
    {
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return target.ToArray();
    }

    public byte[] ToBytes()
    {
        var (local, central) = (Local(), Central());
        var shift = IsShifted ? Before.Length : 0;
        var end = new Record().Word(0x06054B50).Short(Disk).Short(0).Short(Entries).Short(Entries)
            .Word((uint)(central.Length + (IsDirectoryCounted ? BehindDirectory.Length : 0)))
            .Word((uint)(local.Length + shift))
            .Short((ushort)Comment.Length)
            .Bytes(Comment);
        return [.. Before, .. local, .. central, .. BehindDirectory, .. end.ToBytes()];
    }

    private byte[] Local()
    {
        var header = new Record().Word(0x04034B50).Short(20).Short(LocalFlags ?? Flags).Short(LocalMethod ?? Method ?? RightMethod).Short(0)
            .Short(0x21)
            .Word(IsLocalEmpty ? 0 : LocalChecksum ?? Crc32.HashToUInt32(content))
            .Word(IsLocalEmpty ? 0 : (uint)(LocalPackedSize ?? Data.Length))
            .Word(IsLocalEmpty ? 0 : (uint)(LocalSize ?? content.Length))
            .Short((ushort)LocalName.Length).Short((ushort)LocalExtra.Length).Bytes(Encoding.ASCII.GetBytes(LocalName)).Bytes(LocalExtra);
        return header.Bytes(Data).Bytes(DescriptorBytes()).Bytes(BehindData).ToBytes();
    }

    private byte[] Central()
    {
        return new Record().Word(0x02014B50).Short(20).Short(20).Short(Flags).Short(Method ?? RightMethod).Short(0).Short(0x21)
            .Word(Checksum ?? Crc32.HashToUInt32(content)).Word((uint)(PackedSize ?? Data.Length)).Word((uint)(Size ?? content.Length))
            .Short((ushort)Name.Length).Short((ushort)Extra.Length).Short((ushort)EntryComment.Length).Short(EntryDisk).Short(0).Word(0)
            .Word((uint)(Offset + (IsShifted ? Before.Length : 0))).Bytes(Encoding.ASCII.GetBytes(Name)).Bytes(Extra).Bytes(EntryComment)
            .ToBytes();
    }

    private byte[] DescriptorBytes()
    {
        if (Descriptor == DescriptorForm.None)
        {
            return [];
        }

        var record = Descriptor == DescriptorForm.Bare ? new Record() : new Record().Word(0x08074B50);
        return record.Word(Crc32.HashToUInt32(content) + (Descriptor == DescriptorForm.WrongChecksum ? 1u : 0))
            .Word((uint)Data.Length).Word((uint)(content.Length + (Descriptor == DescriptorForm.WrongSize ? 1 : 0))).ToBytes();
    }

    /// <summary>Bytes, numbers with the lowest byte first.</summary>
    private sealed class Record
    {
        private readonly List<byte> bytes = [];

        public Record Short(ushort value)
        {
            Span<byte> two = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(two, value);
            bytes.AddRange(two);
            return this;
        }

        public Record Word(uint value)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            bytes.AddRange(four);
            return this;
        }

        public Record Bytes(byte[] more)
        {
            bytes.AddRange(more);
            return this;
        }

        public byte[] ToBytes() => [.. bytes];
    }
}

/// <summary>What stands behind the data.</summary>
internal enum DescriptorForm
{
    None,
    Signed,
    Bare,
    WrongChecksum,
    WrongSize,
}
