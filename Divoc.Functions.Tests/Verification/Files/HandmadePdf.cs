using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Divoc.Functions.Tests.Verification.Files;

/// <summary>A PDF as programs other than ours write it, object by object.</summary>
internal sealed class HandmadePdf
{
    private readonly List<byte> file = [];
    private readonly List<int> offsets = [];

    public HandmadePdf() => Write("%PDF-1.7\n%âãÏÓ\n");

    /// <summary>Adds an object; its number is how many there are then.</summary>
    public HandmadePdf Add(string entries, byte[]? stream = null, bool hasLength = true)
    {
        offsets.Add(file.Count);
        var length = stream is null || !hasLength ? "" : $" /Length {stream.Length}";
        Write($"{offsets.Count} 0 obj\n<<{entries}{length}>>\n");
        if (stream is not null)
        {
            Write("stream\r\n");
            file.AddRange(stream);
            Write("\nendstream\n");
        }

        Write("endobj\n");
        return this;
    }

    public byte[] ToBytes(string trailer = "")
    {
        var table = file.Count;
        Write(
            $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f "
            + $"\n{string.Concat(offsets.Select(offset => offset.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n"))}");
        Write($"trailer\n<</Size {offsets.Count + 1} /Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n");
        return [.. file];
    }

    public static byte[] Deflate(byte[] content)
    {
        using var target = new MemoryStream();
        using (var deflate = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return target.ToArray();
    }

    private void Write(string text) => file.AddRange(Encoding.Latin1.GetBytes(text));
}
