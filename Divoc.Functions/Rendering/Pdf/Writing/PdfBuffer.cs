using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>The bytes of a PDF, or of a part of it, during writing. Not thread-safe.</summary>
internal sealed class PdfBuffer(int capacity) : IDisposable
{
    // A line of a PDF's objects has at most ten digits and a few separators.
    private const int LongestNumber = 24;

    // Precise enough that PDF readers, which round to parts of a pixel, get the same result as with more decimals.
    private const int Decimals = 6;
    private const int Unit = 1_000_000;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>Adds bytes unchanged.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        content.CopyTo(Room(content.Length));
        Length += content.Length;
    }

    public void Write(byte content)
    {
        Room(1)[0] = content;
        Length++;
    }

    /// <summary>Adds a text of ASCII.</summary>
    public void Write(string ascii) => Length += Encoding.ASCII.GetBytes(ascii, Room(ascii.Length));

    public void Write(int number)
    {
        Utf8Formatter.TryFormat(number, Room(LongestNumber), out var written);
        Length += written;
    }

    /// <summary>Adds a number with at most six decimals, and a blank after it.</summary>
    public void WriteOperand(float number)
    {
        var parts = (long)Math.Round((double)number * Unit);
        if (parts < 0)
        {
            Write((byte)'-');
            parts = -parts;
        }

        Write((int)(parts / Unit));
        if (parts % Unit != 0)
        {
            WriteDecimals((int)(parts % Unit));
        }

        Write((byte)' ');
    }

    /// <summary>Adds a reference to an object (ISO 32000-1 section 7.3.10), with a blank before it.</summary>
    public void WriteReference(int number)
    {
        Write((byte)' ');
        Write(number);
        Write(" 0 R"u8);
    }

    /// <summary>Adds a number of 16 bits as four hexadecimal digits.</summary>
    public void WriteHex(ushort number)
    {
        var room = Room(4);
        var digits = "0123456789ABCDEF"u8;
        room[3] = digits[number & 0xF];
        room[2] = digits[(number >> 4) & 0xF];
        room[1] = digits[(number >> 8) & 0xF];
        room[0] = digits[number >> 12];
        Length += 4;
    }

    /// <summary>Adds a text string (section 7.9.2.2): as ASCII if possible, else as UTF-16.</summary>
    public void WriteText(string text)
    {
        if (!Ascii.IsValid(text) || text.AsSpan().ContainsAnyInRange('\0', '\u001F'))
        {
            WriteUtf16(text);
            return;
        }

        Write((byte)'(');
        foreach (var character in text)
        {
            if (character is '(' or ')' or '\\')
            {
                Write((byte)'\\');
            }

            Write((byte)character);
        }

        Write((byte)')');
    }

    /// <summary>Adds a text string in UTF-16.</summary>
    public void WriteUtf16(ReadOnlySpan<char> text)
    {
        Write("<FEFF"u8);
        foreach (var unit in text)
        {
            WriteHex(unit);
        }

        Write((byte)'>');
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return();
        bytes = [];
    }

    private void WriteDecimals(int parts)
    {
        var digits = Decimals;
        while (parts % 10 == 0)
        {
            parts /= 10;
            digits--;
        }

        var room = Room(1 + digits);
        room[0] = (byte)'.';
        for (var digit = digits; digit > 0; digit--)
        {
            room[digit] = (byte)('0' + (parts % 10));
            parts /= 10;
        }

        Length += 1 + digits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Room(int length)
    {
        if (bytes.Length - Length < length)
        {
            Grow(length);
        }

        return bytes.AsSpan(Length);
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + length));
        Written.CopyTo(larger);
        Return();
        bytes = larger;
    }

    /// <summary>The content is personal data: whoever rents the array next must not find it there.</summary>
    private void Return()
    {
        bytes.AsSpan(0, Length).Clear();
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
