using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Reads an archive with the single entry <c>certificate.json</c>, and refuses archives that other readers could read differently: some
/// readers use the directory at the end, others the header before the data, some stop at the first end record (PKWARE's APPNOTE, sections
/// 4.3 to 4.5). Here both must agree, and no byte may be left over.
/// </summary>
/// <remarks>
/// DIVOC's own archives come from JSZip and from Go, so data descriptors, stored entries and the usual extra fields are read.
/// </remarks>
internal readonly ref struct QrArchive
{
    private const int LargestContent = QrPayload.MaxCredentialBytes;

    private const uint LocalHeader = 0x04034B50;
    private const uint CentralHeader = 0x02014B50;
    private const uint EndOfDirectory = 0x06054B50;
    private const uint DataDescriptor = 0x08074B50;
    private const int LocalLength = 30;
    private const int CentralLength = 46;
    private const int EndLength = 22;
    private const int DescriptorLength = 12;

    private const ushort Encrypted = 0x0001;
    private const ushort HasDescriptor = 0x0008;

    // The two bits of DEFLATE's level, the data descriptor, and names in UTF-8.
    private const ushort KnownFlags = 0x0006 | HasDescriptor | 0x0800;

    private const ushort Stored = 0;
    private const ushort Deflated = 8;

    // Times and owners: of NTFS, Info-ZIP (old and new), Info-ZIP's owners (two forms), ASi, and Java's mark of an archive. Others could
    // change the name or the content.
    private static readonly ushort[] HarmlessExtras = [0x000A, 0x5455, 0x5855, 0x7855, 0x7875, 0x756E, 0xCAFE];

    private readonly ReadOnlySpan<byte> archive;
    private readonly ReadOnlySpan<byte> central;
    private readonly int directory;

    /// <summary>Finds the directory.</summary>
    /// <param name="archive">The bytes, from the first to the last.</param>
    /// <exception cref="InvalidDataException">It does not have exactly this entry, or has bytes before or after it.</exception>
    public QrArchive(ReadOnlySpan<byte> archive)
    {
        this.archive = archive;
        var end = archive.Length < EndLength ? [] : archive[^EndLength..];
        if (end.IsEmpty || Word(end, 0) != EndOfDirectory || Short(end, 20) != 0)
        {
            throw Refused("does not end where its directory ends: it is cut off, or something follows it");
        }

        if (Short(end, 4) != 0 || Short(end, 6) != 0 || Short(end, 8) != 1 || Short(end, 10) != 1)
        {
            throw Refused($"does not hold exactly one entry named {QrPayload.EntryName}");
        }

        var (size, offset) = (Word(end, 12), Word(end, 16));
        if ((ulong)offset + size != (ulong)(archive.Length - EndLength))
        {
            throw Refused("has something before its entry, or between its directory and its end");
        }

        directory = (int)offset;
        central = archive[directory..^EndLength];
    }

    private ushort Flags => Short(central, 8);

    private ushort Method => Short(central, 10);

    private uint Checksum => Word(central, 16);

    private uint PackedSize => Word(central, 20);

    private uint Size => Word(central, 24);

    /// <summary>The content of the entry.</summary>
    /// <exception cref="InvalidDataException">
    /// Its headers contradict each other or the content, or it is larger than a real one can be.
    /// </exception>
    public byte[] ReadContent()
    {
        CheckDirectory();
        var data = Data();
        if (Size > LargestContent)
        {
            throw new InvalidDataException($"The credential is larger than {LargestContent} bytes.");
        }

        if (Size > QrPayload.MaxRatio * (long)data.Length)
        {
            throw new InvalidDataException($"The content of the archive is more than {QrPayload.MaxRatio} times its size.");
        }

        var content = Method == Stored ? data.ToArray() : Inflate(data);
        return content.Length == Size && Crc32.HashToUInt32(content) == Checksum ? content : throw Refused(
            "is damaged: the size or the checksum (CRC-32) of its entry is wrong");
    }

    private void CheckDirectory()
    {
        if (central.Length < CentralLength || Word(central, 0) != CentralHeader)
        {
            throw Refused("has no directory at the place that its end names");
        }

        var (nameLength, extraLength) = (Short(central, 28), Short(central, 30));
        if (CentralLength + nameLength + extraLength != central.Length)
        {
            throw Refused("has a directory with more than one entry, or with a comment");
        }

        if (!IsEntryName(central.Slice(CentralLength, nameLength)))
        {
            throw Refused($"does not hold exactly one entry named {QrPayload.EntryName}");
        }

        if (Word(central, 42) != 0 || Short(central, 34) != 0)
        {
            throw Refused("has something before its entry");
        }

        CheckMethod();
        CheckExtra(central[(CentralLength + nameLength)..]);
    }

    private void CheckMethod()
    {
        if ((Flags & Encrypted) != 0)
        {
            throw Refused("is encrypted");
        }

        if ((Flags & ~KnownFlags) != 0 || Method is not (Stored or Deflated))
        {
            throw Refused("is compressed in a way that not every reader knows");
        }
    }

    /// <summary>The compressed bytes of the entry, after a comparison of its local header with the directory.</summary>
    private ReadOnlySpan<byte> Data()
    {
        if (directory < LocalLength || Word(archive, 0) != LocalHeader)
        {
            throw Refused("does not begin with its entry");
        }

        var (nameLength, extraLength) = (Short(archive, 26), Short(archive, 28));
        var start = LocalLength + nameLength + extraLength;
        if (start > directory)
        {
            throw Refused("is damaged: its entry has no data");
        }

        if (!IsEntryName(archive.Slice(LocalLength, nameLength)))
        {
            throw Refused("has different names for its entry before the data and in its directory");
        }

        if (Short(archive, 6) != Flags || Short(archive, 8) != Method || !IsLocalSizeRight())
        {
            throw Refused("has different descriptions of its entry before the data and in its directory");
        }

        CheckExtra(archive.Slice(LocalLength + nameLength, extraLength));
        var rest = archive[start..directory];
        if (PackedSize > (uint)rest.Length || !IsDescriptor(rest[(int)PackedSize..]))
        {
            throw Refused("has something between its data and its directory, or less data than it says");
        }

        return rest[..(int)PackedSize];
    }

    /// <summary>With a data descriptor, the local header may leave the sizes empty.</summary>
    private bool IsLocalSizeRight()
    {
        var (checksum, packed, size) = (Word(archive, 14), Word(archive, 18), Word(archive, 22));
        return (checksum == Checksum && packed == PackedSize && size == Size)
            || ((Flags & HasDescriptor) != 0 && checksum == 0 && packed == 0 && size == 0);
    }

    /// <summary>
    /// Whether the bytes after the data are the descriptor that the flags announce, with or without its signature, or nothing if they
    /// announce none.
    /// </summary>
    private bool IsDescriptor(ReadOnlySpan<byte> rest)
    {
        if ((Flags & HasDescriptor) == 0)
        {
            return rest.IsEmpty;
        }

        if (rest.Length == DescriptorLength + sizeof(uint) && Word(rest, 0) == DataDescriptor)
        {
            rest = rest[sizeof(uint)..];
        }

        return rest.Length == DescriptorLength && Word(rest, 0) == Checksum && Word(rest, 4) == PackedSize && Word(rest, 8) == Size;
    }

    private static void CheckExtra(ReadOnlySpan<byte> extra)
    {
        while (!extra.IsEmpty)
        {
            var length = extra.Length < 4 ? int.MaxValue : 4 + Short(extra, 2);
            if (length > extra.Length || !HarmlessExtras.Contains(Short(extra, 0)))
            {
                throw Refused("has an extra field that some readers use and others ignore");
            }

            extra = extra[length..];
        }
    }

    private static byte[] Inflate(ReadOnlySpan<byte> data)
    {
        // One byte more than the limit is enough to see that there is too much.
        var buffer = new byte[LargestContent + 1];
        using var packed = new PackedData(data.ToArray());
        using var inflater = new DeflateStream(packed, CompressionMode.Decompress);
        int length;
        try
        {
            length = inflater.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("The archive is damaged: its data can't be decompressed.", exception);
        }

        if (length > LargestContent)
        {
            throw new InvalidDataException($"The credential is larger than {LargestContent} bytes.");
        }

        return packed.IsUsedUp ? buffer[..length] : throw Refused("is damaged: its data end before or after the place that it names");
    }

    private static bool IsEntryName(ReadOnlySpan<byte> name) => name.SequenceEqual("certificate.json"u8);

    private static InvalidDataException Refused(string what) => new($"The archive {what}.");

    private static ushort Short(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    /// <summary>Returns the last byte in a separate read, to show whether the decompressor needed all bytes and no more.</summary>
    private sealed class PackedData(byte[] data) : Stream
    {
        private int given;
        private bool isOver;

        /// <summary>Whether the last byte was read, and nothing after it.</summary>
        public bool IsUsedUp => given == data.Length && !isOver;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            isOver |= given == data.Length;
            var count = Math.Min(buffer.Length, given < data.Length - 1 ? data.Length - 1 - given : data.Length - given);
            data.AsSpan(given, count).CopyTo(buffer);
            given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
