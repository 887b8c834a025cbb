using System.Buffers;
using System.Text;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>The encoding of a segment's characters (ISO/IEC 18004 section 7.3).</summary>
public enum QrMode
{
    /// <summary>Decimal digits, three in ten bits.</summary>
    Numeric,

    /// <summary>Digits, capital letters, blank and <c>$%*+-./:</c>, two in eleven bits.</summary>
    Alphanumeric,

    /// <summary>Bytes, eight bits each. Scanners read them as UTF-8 or as Latin-1.</summary>
    Byte,
}

/// <summary>A part of a QR code's content, in one mode. Equal to another one with the same mode and content.</summary>
public sealed record QrSegment
{
    private static readonly SearchValues<char> DigitCharacters = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> LetterCharacters = SearchValues.Create(Alphabet);

    private QrSegment(QrMode mode, ReadOnlyMemory<byte> data)
    {
        Mode = mode;
        Data = data;
    }

    /// <summary>The characters of alphanumeric mode; the value of each one is its position (ISO/IEC 18004 table 5).</summary>
    internal const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    /// <summary>The encoding.</summary>
    public QrMode Mode { get; }

    /// <summary>The bytes; digits and letters as ASCII, one byte for each character.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Digits in numeric mode.</summary>
    /// <exception cref="ArgumentException">The text has another character.</exception>
    public static QrSegment Digits(string digits) => new(QrMode.Numeric, Ascii(digits, DigitCharacters, nameof(digits)));

    /// <summary>Text in alphanumeric mode: digits, capital letters, blank and <c>$%*+-./:</c>.</summary>
    /// <exception cref="ArgumentException">The text has another character.</exception>
    public static QrSegment Letters(string letters) => new(QrMode.Alphanumeric, Ascii(letters, LetterCharacters, nameof(letters)));

    /// <summary>Bytes in byte mode. They are not copied, so nobody may change them afterwards.</summary>
    public static QrSegment Bytes(ReadOnlyMemory<byte> bytes) => new(QrMode.Byte, bytes);

    public bool Equals(QrSegment? other) => other is not null && Mode == other.Mode && Data.Span.SequenceEqual(other.Data.Span);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Mode);
        hash.AddBytes(Data.Span);
        return hash.ToHashCode();
    }

    private static byte[] Ascii(string text, SearchValues<char> allowed, string parameter)
    {
        var wrong = text.AsSpan().IndexOfAnyExcept(allowed);
        // The text may be personal data, so it is not in the message.
        return wrong < 0
            ? Encoding.ASCII.GetBytes(text)
            : throw new ArgumentException($"The mode has no character such as the one at index {wrong}.", parameter);
    }
}
