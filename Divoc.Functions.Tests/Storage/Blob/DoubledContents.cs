namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>Keeps what the blobs of the double hold: in memory, or in a file that goes with it.</summary>
internal sealed class DoubledContents(bool onDisk) : IDisposable
{
    private readonly FileStream? file = onDisk ? Create() : null;
    private long end;

    public DoubledContent Keep(byte[] bytes)
    {
        if (file is null)
        {
            return new DoubledContent(bytes.Length, () => bytes);
        }

        var length = bytes.Length;
        var offset = Interlocked.Add(ref end, length) - length;
        RandomAccess.Write(file.SafeFileHandle, bytes, offset);
        return new DoubledContent(length, () => Read(offset, length));
    }

    public void Dispose() => file?.Dispose();

    private byte[] Read(long offset, int length)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            var count = RandomAccess.Read(file!.SafeFileHandle, bytes.AsSpan(read), offset + read);
            read += count > 0 ? count : throw new EndOfStreamException();
        }

        return bytes;
    }

    private static FileStream Create() => new(
        Path.Combine(Path.GetTempPath(), $"divoc-blobs-{Path.GetRandomFileName()}"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        });
}

/// <summary>What a blob of the double holds.</summary>
/// <param name="Length">How many bytes.</param>
/// <param name="Read">Reads them.</param>
internal sealed record DoubledContent(int Length, Func<byte[]> Read);
