using System.Buffers;
using System.Text;

namespace Divoc.Functions.LinkedData;

/// <summary>
/// A growing sequence of UTF-8 bytes in a rented buffer, which can be cleared and reused. Disposing overwrites the buffer with zeros before
/// it is returned, because it may contain personal data.
/// </summary>
/// <param name="capacity">The initial size in bytes.</param>
/// <param name="maximum">The maximum size in bytes; more is an error.</param>
internal sealed class Utf8Builder(int capacity = 1024, int maximum = 1 << 30) : IBufferWriter<byte>, IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> WrittenMemory => buffer.AsMemory(0, Length);

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public ReadOnlySpan<byte> Slice(int start, int length) => buffer.AsSpan(start, length);

    public void Clear() => Length = 0;

    public void Dispose() => Replace([]);

    public void Append(byte value)
    {
        Reserve(1);
        buffer[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Appends text; a lone surrogate is an error.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(checked(text.Length * 3));
        try
        {
            Length += Strict.GetBytes(text, buffer.AsSpan(Length));
        }
        catch (EncoderFallbackException exception)
        {
            throw new LinkedDataException(LinkedDataError.InvalidText, "", "text with a lone surrogate", exception);
        }
    }

    /// <summary>Appends bytes in lower-case hexadecimal.</summary>
    public void AppendHex(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length * 2);
        Convert.TryToHexStringLower(bytes, buffer.AsSpan(Length), out var written);
        Length += written;
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return buffer.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Reserve(int count)
    {
        if (count > buffer.Length - Length)
        {
            if (count > maximum - Length)
            {
                throw new LinkedDataException(LinkedDataError.LimitExceeded, "", $"more than {maximum} bytes of text");
            }

            var larger = ArrayPool<byte>.Shared.Rent(Math.Max((int)Math.Min(buffer.Length * 2L, maximum), Length + count));
            Written.CopyTo(larger);
            Replace(larger);
        }
    }

    private void Replace(byte[] other)
    {
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = other;
    }
}
