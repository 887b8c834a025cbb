using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using QRCoder;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// A QR code as a PNG image: greyscale, 1 bit deep, quiet zone included (W3C PNG, second edition). QRCoder draws the sizes that are not
/// stored.
/// </summary>
public static class QrPng
{
    /// <summary>The default number of pixels for each module, in both directions: two modules make one byte.</summary>
    public const int PixelsPerModule = QrImageData.PixelsPerModule;

    /// <summary>
    /// The minimum of pixels for each module, in both directions, for images of a requested size: with one pixel, scanners do not find the
    /// modules of a large code.
    /// </summary>
    public const int LeastPixelsPerModule = 2;

    private const int HeaderLength = 13;
    private const int NameLength = 4;

    /// <summary>Length, name and checksum of a chunk.</summary>
    private const int ChunkFrame = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Writes the image.</summary>
    /// <param name="symbol">The code.</param>
    /// <param name="pixelsPerModule">Pixels for each module, in both directions; at least 1.</param>
    public static byte[] Write(QrSymbol symbol, int pixelsPerModule = PixelsPerModule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsPerModule, 1);
        return pixelsPerModule == PixelsPerModule ? Write(symbol) : WriteByQrCoder(symbol, pixelsPerModule);
    }

    /// <summary>The same with QRCoder.</summary>
    internal static byte[] WriteByQrCoder(QrSymbol symbol, int pixelsPerModule)
    {
        using var data = QrCoderSymbols.ToData(symbol);
        using var image = new PngByteQRCode(data);
        return image.GetGraphic(pixelsPerModule);
    }

    private static byte[] Write(QrSymbol symbol)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(QrImageData.MostBytes(symbol));
        var data = buffer.AsSpan(0, QrImageData.Write(symbol, buffer));
        var png = new byte[Signature.Length + ChunkFrame + HeaderLength + ChunkFrame + data.Length + ChunkFrame];
        Signature.CopyTo(png);
        Span<byte> header = stackalloc byte[HeaderLength];
        WriteHeader(header, QrImageData.SideOf(symbol));
        var rest = WriteChunk(png.AsSpan(Signature.Length), "IHDR"u8, header);
        rest = WriteChunk(rest, "IDAT"u8, data);
        WriteChunk(rest, "IEND"u8, default);
        data.Clear();
        ArrayPool<byte>.Shared.Return(buffer);
        return png;
    }

    /// <summary>
    /// Width and height, one bit per pixel, greyscale; compression, filters and the order of lines as the format defines them.
    /// </summary>
    private static void WriteHeader(Span<byte> header, int side)
    {
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], side);
        header[8] = 1;
    }

    /// <summary>Writes a chunk and returns the rest of the target.</summary>
    private static Span<byte> WriteChunk(Span<byte> target, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, data.Length);
        name.CopyTo(target[sizeof(int)..]);
        data.CopyTo(target[(sizeof(int) + NameLength)..]);
        // The checksum covers name and data.
        var end = sizeof(int) + NameLength + data.Length;
        BinaryPrimitives.WriteUInt32BigEndian(target[end..], Crc32.HashToUInt32(target[sizeof(int)..end]));
        return target[(end + sizeof(uint))..];
    }
}
