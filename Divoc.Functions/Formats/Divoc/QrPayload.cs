using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>The content of a DIVOC QR code: a ZIP archive with the single entry <c>certificate.json</c>, the signed credential.</summary>
/// <remarks>
/// The archive follows PKWARE's APPNOTE sections 4.3.7, 4.3.12 and 4.3.16: DEFLATE, no flags, no data descriptor, no extra fields, and a
/// fixed time, so that equal credentials give equal archives.
/// </remarks>
public static class QrPayload
{
    public const string EntryName = "certificate.json";

    /// <summary>The largest credential that is read, in bytes; far above what fits into a QR code of a real certificate.</summary>
    public const int MaxCredentialBytes = 64 * 1024;

    /// <summary>The largest allowed compression ratio; DEFLATE can reach a thousand, and real credentials are far below.</summary>
    public const int MaxRatio = 100;

    // No QR code has room for more (version 40, level L), in either form.
    internal const int MaxSymbolBytes = 2953;

    private const uint LocalHeader = 0x04034B50;
    private const uint CentralHeader = 0x02014B50;
    private const uint EndOfCentralDirectory = 0x06054B50;
    private const ushort VersionForDeflate = 20;
    private const ushort Deflate = 8;
    private const ushort FirstOfJanuary1980 = 0x0021;
    private const int LocalHeaderLength = 30;
    private const int CentralHeaderLength = 46;
    private const int EndLength = 22;

    /// <summary>Packs a credential.</summary>
    /// <param name="credential">UTF-8 JSON.</param>
    /// <returns>The bytes of the ZIP archive.</returns>
    public static byte[] Pack(ReadOnlySpan<byte> credential)
    {
        using var target = new MemoryStream(credential.Length + 256);
        target.SetLength(LocalHeaderLength + EntryName.Length);
        target.Position = target.Length;
        using (var deflate = new DeflateStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(credential);
        }

        var directory = (int)target.Position;
        target.SetLength(directory + CentralHeaderLength + EntryName.Length + EndLength);
        var archive = target.ToArray();
        Span<byte> common = stackalloc byte[22];
        WriteCommonFields(common, Crc32.HashToUInt32(credential), directory - LocalHeaderLength - EntryName.Length, credential.Length);
        WriteLocalHeader(archive, common);
        WriteDirectory(archive.AsSpan(directory), common, directory);
        return archive;
    }

    /// <summary>The credential in an archive as DEFLATE data (RFC 1951).</summary>
    /// <param name="archive">The result of <see cref="Pack"/>.</param>
    public static ReadOnlyMemory<byte> DeflatedIn(byte[] archive)
    {
        var start = LocalHeaderLength + EntryName.Length;
        return archive.AsMemory(start..^(CentralHeaderLength + EntryName.Length + EndLength));
    }

    /// <summary>The bytes of a symbol for an archive.</summary>
    public static byte[] Encode(byte[] archive, QrEncoding encoding) =>
        encoding == QrEncoding.Binary ? archive : Encoding.UTF8.GetBytes(ToText(archive));

    /// <summary>
    /// The text that DIVOC's readers expect from a scanner: one character from U+0000 to U+00FF for each byte of the archive.
    /// </summary>
    public static string ToText(ReadOnlySpan<byte> archive) => Encoding.Latin1.GetString(archive);

    /// <summary>Reads a scanned text, which has one character for each byte, in either form.</summary>
    /// <returns>The credential, byte for byte as it was packed.</returns>
    /// <exception cref="InvalidDataException">
    /// It is not an archive with this single entry, or the entry is larger than <see cref="MaxCredentialBytes"/>.
    /// </exception>
    public static byte[] Decode(string text)
    {
        var archive = ArchiveOf(text) ?? throw new InvalidDataException(
            "The text is not from a DIVOC QR code: it contains characters above U+00FF.");
        return Unpack(archive, MaxSymbolBytes);
    }

    /// <summary>Reads the raw bytes of a symbol, in either form: the archive itself, or its Latin-1 text as UTF-8.</summary>
    /// <returns>The credential, byte for byte as it was packed.</returns>
    /// <exception cref="InvalidDataException">
    /// It is not an archive with this single entry, or the entry is larger than <see cref="MaxCredentialBytes"/>.
    /// </exception>
    public static byte[] Decode(ReadOnlySpan<byte> symbol) => Decode(symbol, MaxSymbolBytes);

    /// <summary>Reads an archive in either form that may come from elsewhere than a symbol, such as a file.</summary>
    /// <param name="bytes">The archive, or its Latin-1 text as UTF-8.</param>
    /// <param name="largestArchive">The largest archive that is opened, in bytes.</param>
    /// <returns>The credential, byte for byte as it was packed.</returns>
    /// <exception cref="InvalidDataException">It is not an archive with this single entry, or exceeds a limit.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> bytes, int largestArchive)
    {
        // No bytes are valid in both forms: the text form is longer than the archive, and an archive says where its directory begins.
        if (!Utf8.IsValid(bytes) || ArchiveOf(Encoding.UTF8.GetString(bytes)) is not { } archive)
        {
            return Unpack(bytes, largestArchive);
        }

        try
        {
            return Unpack(archive, largestArchive);
        }
        catch (InvalidDataException) when (TryUnpack(bytes, largestArchive, out var content))
        {
            return content;
        }
    }

    /// <summary>
    /// The archive of this text; null if it is not one. Editors write a byte order mark before a text, and forms and scanners add white
    /// space around it; no archive that is read here ends in white space.
    /// </summary>
    private static byte[]? ArchiveOf(string text)
    {
        var content = text.AsSpan().TrimStart('\uFEFF').Trim(" \t\r\n");
        return content.ContainsAnyExceptInRange('\0', '\u00FF') ? null : Encoding.Latin1.GetBytes(content.ToArray());
    }

    private static bool TryUnpack(ReadOnlySpan<byte> archive, int largestArchive, [NotNullWhen(true)] out byte[]? content)
    {
        try
        {
            content = Unpack(archive, largestArchive);
            return true;
        }
        catch (InvalidDataException)
        {
            content = null;
            return false;
        }
    }

    private static byte[] Unpack(ReadOnlySpan<byte> archive, int largestArchive)
    {
        return archive.Length > largestArchive
            ? throw new InvalidDataException($"The archive is larger than {largestArchive} bytes.")
            : new QrArchive(archive).ReadContent();
    }

    /// <summary>
    /// The fields that local header and directory share, from "version needed" to "file name length" without the extra length.
    /// </summary>
    private static void WriteCommonFields(Span<byte> fields, uint crc, int packedLength, int length)
    {
        fields.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(fields, VersionForDeflate);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[4..], Deflate);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[8..], FirstOfJanuary1980);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[10..], crc);
        BinaryPrimitives.WriteInt32LittleEndian(fields[14..], packedLength);
        BinaryPrimitives.WriteInt32LittleEndian(fields[18..], length);
    }

    private static void WriteLocalHeader(Span<byte> archive, ReadOnlySpan<byte> common)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(archive, LocalHeader);
        common.CopyTo(archive[4..]);
        BinaryPrimitives.WriteUInt16LittleEndian(archive[26..], (ushort)EntryName.Length);
        Encoding.ASCII.GetBytes(EntryName, archive[LocalHeaderLength..]);
    }

    private static void WriteDirectory(Span<byte> directory, ReadOnlySpan<byte> common, int offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(directory, CentralHeader);
        BinaryPrimitives.WriteUInt16LittleEndian(directory[4..], VersionForDeflate);
        common.CopyTo(directory[6..]);
        BinaryPrimitives.WriteUInt16LittleEndian(directory[28..], (ushort)EntryName.Length);
        Encoding.ASCII.GetBytes(EntryName, directory[CentralHeaderLength..]);

        var length = CentralHeaderLength + EntryName.Length;
        var end = directory[length..];
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndOfCentralDirectory);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(end[12..], length);
        BinaryPrimitives.WriteInt32LittleEndian(end[16..], offset);
    }
}
