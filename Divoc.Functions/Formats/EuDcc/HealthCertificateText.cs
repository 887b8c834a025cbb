using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SimpleBase;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// Converts between the bytes of a signed certificate and the text in its QR code (Electronic Health Certificate Specification 1.0.1,
/// section 4): zlib (RFC 1950), then Base45 (RFC 9285), then <see cref="Prefix"/> before it.
/// </summary>
internal static class HealthCertificateText
{
    /// <summary>The beginning of each text.</summary>
    public const string Prefix = "HC1:";

    /// <summary>The longest text in characters: the maximum of a QR code in this alphabet (ISO/IEC 18004, version 40, level L).</summary>
    public const int LongestText = 4296;

    /// <summary>
    /// The maximum size of an unpacked text in bytes. Certificates have some hundreds; zlib can pack ten million zeros into a text of three
    /// QR codes.
    /// </summary>
    public const int MostBytes = 16 * 1024;

    private const int ChecksumBytes = 4;

    /// <summary>RFC 9285, section 4.2.</summary>
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"u8);

    /// <summary>The text of a signed certificate, in the characters of a QR code's alphanumeric mode.</summary>
    public static string Write(ReadOnlySpan<byte> signed)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(signed);
        }

        return Prefix + Base45.Default.Encode(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>Whether a payload claims to be such a text.</summary>
    public static bool IsOne(ReadOnlySpan<byte> payload) => payload.StartsWith("HC1:"u8);

    /// <summary>Reads a text in ASCII. Line ends after it are ignored, because scanners add them; blanks belong to the alphabet.</summary>
    /// <returns>The signed certificate; null if the text is too long or damaged, or continues after the end of the data.</returns>
    public static byte[]? Read(ReadOnlySpan<byte> payload)
    {
        var text = payload.TrimEnd("\r\n"u8);
        return IsOne(text) && text.Length <= LongestText && Decode(text[Prefix.Length..]) is { } packed ? Unpack(packed) : null;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> base45)
    {
        // The library fails at characters outside ASCII.
        if (base45.ContainsAnyExcept(Alphabet))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(base45);
        var bytes = new byte[Base45.Default.GetSafeByteCountForDecoding(text)];
        return Base45.Default.TryDecode(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static byte[]? Unpack(byte[] packed)
    {
        // One byte more than allowed, so that data that are too large are recognised without unpacking everything.
        var bytes = new byte[MostBytes + 1];
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            var length = zlib.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MostBytes && EndsWithChecksum(packed, bytes.AsSpan(0, length)) ? bytes[..length] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The stream of .NET accepts a truncated checksum and bytes after it.</summary>
    private static bool EndsWithChecksum(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> unpacked)
    {
        return packed.Length > ChecksumBytes && BinaryPrimitives.ReadUInt32BigEndian(packed[^ChecksumBytes..]) == Adler32(unpacked);
    }

    /// <summary>RFC 1950, section 9.</summary>
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint Base = 65521;
        var (low, high) = (1u, 0u);
        foreach (var value in bytes)
        {
            low = (low + value) % Base;
            high = (high + low) % Base;
        }

        return (high << 16) | low;
    }
}
