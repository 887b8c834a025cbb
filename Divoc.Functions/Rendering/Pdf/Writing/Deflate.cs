using System.IO.Compression;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>A way to compress a stream.</summary>
internal delegate ReadOnlySpan<byte> Compressor(ReadOnlySpan<byte> content);

/// <summary>Compresses streams (ISO 32000-1 section 7.4.4).</summary>
internal static class Deflate
{
    private static readonly ZLibCompressionOptions Least = new() { CompressionLevel = 1 };
    private static readonly ZLibCompressionOptions Most = new() { CompressionLevel = 9 };

    /// <summary>Fast, for what is made for each page.</summary>
    public static ReadOnlySpan<byte> Quickly(ReadOnlySpan<byte> content) => Compress(content, Least);

    /// <summary>As small as possible, for what is made once.</summary>
    public static ReadOnlySpan<byte> Well(ReadOnlySpan<byte> content) => Compress(content, Most);

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
