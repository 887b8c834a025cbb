using System.Buffers.Binary;
using System.IO.Compression;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>A way to compress a stream.</summary>
internal delegate ReadOnlySpan<byte> Compressor(ReadOnlySpan<byte> content);

/// <summary>Compresses streams (ISO 32000-1 section 7.4.4).</summary>
internal static class Deflate
{
    private const uint AdlerModulus = 65_521;

    // So many bytes can be added up in 32 bits before the sums must be reduced.
    private const int AdlerBytes = 5552;

    private static readonly ZLibCompressionOptions Least = new() { CompressionLevel = 1 };
    private static readonly ZLibCompressionOptions Most = new() { CompressionLevel = 9 };

    /// <summary>A window of 32 KiB, the slowest compression, and the check bits (RFC 1950 section 2.2).</summary>
    private static ReadOnlySpan<byte> ZLibHeader => [0x78, 0xDA];

    /// <summary>Fast, for what is made for each page.</summary>
    public static ReadOnlySpan<byte> Quickly(ReadOnlySpan<byte> content) => Compress(content, Least);

    /// <summary>As small as possible, for what is made once.</summary>
    public static ReadOnlySpan<byte> Well(ReadOnlySpan<byte> content) => Compress(content, Most);

    /// <summary>Makes a stream (RFC 1950) of DEFLATE data (RFC 1951).</summary>
    /// <param name="deflated">The data.</param>
    /// <param name="content">What they are of.</param>
    public static ReadOnlySpan<byte> Wrap(ReadOnlySpan<byte> deflated, ReadOnlySpan<byte> content)
    {
        var stream = new byte[ZLibHeader.Length + deflated.Length + sizeof(uint)];
        ZLibHeader.CopyTo(stream);
        deflated.CopyTo(stream.AsSpan(ZLibHeader.Length));
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(stream.Length - sizeof(uint)), Adler32(content));
        return stream;
    }

    /// <summary>The checksum of RFC 1950 section 8.2.</summary>
    private static uint Adler32(ReadOnlySpan<byte> content)
    {
        var (sum, sumOfSums) = (1u, 0u);
        while (content.Length > 0)
        {
            var part = content[..Math.Min(content.Length, AdlerBytes)];
            foreach (var value in part)
            {
                sum += value;
                sumOfSums += sum;
            }

            sum %= AdlerModulus;
            sumOfSums %= AdlerModulus;
            content = content[part.Length..];
        }

        return (sumOfSums << 16) | sum;
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> content, ZLibCompressionOptions options)
    {
        var compressed = new MemoryStream((content.Length / 2) + 64);
        using (var compressor = new ZLibStream(compressed, options, leaveOpen: true))
        {
            compressor.Write(content);
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }
}
