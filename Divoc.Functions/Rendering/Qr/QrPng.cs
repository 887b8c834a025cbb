using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>A QR code as a PNG image: greyscale, 1 bit deep, quiet zone included (W3C PNG, second edition).</summary>
public static class QrPng
{
    /// <summary>Pixels a module, each way, if nothing else is asked for: two modules make one byte.</summary>
    public const int PixelsPerModule = 4;

    // Runs of equal bytes are all there is to find: looked for alone, the image is written in a fifth of the time and comes out smaller.
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 3, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding };

    private const byte FilterNone = 0;
    private const byte FilterUp = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes the image.</summary>
    /// <param name="symbol">The code.</param>
    /// <param name="pixelsPerModule">Pixels a module, each way; at least 1.</param>
    public static byte[] Write(QrSymbol symbol, int pixelsPerModule = PixelsPerModule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsPerModule, 1);
        var modules = symbol.Size + (2 * QrSymbol.QuietZone);
        using var target = new MemoryStream(8192);
        target.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, modules * pixelsPerModule);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], modules * pixelsPerModule);
        header[8] = 1; // bit depth; colour type 0 is greyscale, the other fields have only the value 0
        WriteChunk(target, "IHDR"u8, header);
        WriteChunk(target, "IDAT"u8, Compress(symbol, modules, pixelsPerModule));
        WriteChunk(target, "IEND"u8, []);
        return target.ToArray();
    }

    /// <summary>Each row of modules is one line of pixels and others that say "as above", which cost nearly nothing.</summary>
    private static ReadOnlySpan<byte> Compress(QrSymbol symbol, int modules, int pixelsPerModule)
    {
        var stride = 1 + (((modules * pixelsPerModule) + 7) / 8);
        var lines = new byte[stride * modules * pixelsPerModule];
        for (var row = 0; row < modules; row++)
        {
            var first = lines.AsSpan(row * stride * pixelsPerModule, stride);
            first[0] = FilterNone;
            first[1..].Fill(0xFF);
            if (row >= QrSymbol.QuietZone && row < modules - QrSymbol.QuietZone)
            {
                FillLine(first[1..], symbol.Row(row - QrSymbol.QuietZone), pixelsPerModule);
            }

            for (var copy = 1; copy < pixelsPerModule; copy++)
            {
                lines[((row * pixelsPerModule) + copy) * stride] = FilterUp;
            }
        }

        var target = new MemoryStream(8192);
        using (var compressor = new ZLibStream(target, Compression, leaveOpen: true))
        {
            compressor.Write(lines);
        }

        return target.GetBuffer().AsSpan(0, (int)target.Length);
    }

    private static void FillLine(Span<byte> line, ReadOnlySpan<bool> modules, int pixelsPerModule)
    {
        if (pixelsPerModule == PixelsPerModule)
        {
            FillLine(line[(QrSymbol.QuietZone / 2)..], MemoryMarshal.AsBytes(modules));
            return;
        }

        for (var pixel = 0; pixel < modules.Length * pixelsPerModule; pixel++)
        {
            var bit = (QrSymbol.QuietZone * pixelsPerModule) + pixel;
            line[bit >> 3] ^= (byte)(modules[pixel / pixelsPerModule] ? 0x80 >> (bit & 7) : 0);
        }
    }

    /// <summary>Two modules a byte, without a branch: which way one would go is as random as the modules.</summary>
    private static void FillLine(Span<byte> target, ReadOnlySpan<byte> modules)
    {
        for (var x = 0; x < modules.Length - 1; x += 2)
        {
            target[x >> 1] = (byte)~((modules[x] * 0xF0) | (modules[x + 1] * 0x0F));
        }

        // A symbol has an odd number of modules a side.
        target[modules.Length >> 1] = (byte)~(modules[^1] * 0xF0);
    }

    private static void WriteChunk(MemoryStream target, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        target.Write(number);
        var start = (int)target.Position;
        target.Write(type);
        target.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(target.GetBuffer().AsSpan(start, type.Length + data.Length)));
        target.Write(number);
    }
}
