using System.Buffers.Binary;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>Writes segments as the data codewords of a symbol (ISO/IEC 18004 section 7.4).</summary>
/// <param name="codewords">The target, with <see cref="Slack"/> after it.</param>
internal ref struct QrBits(Span<byte> codewords)
{
    /// <summary>Bytes after the last codeword that are overwritten.</summary>
    public const int Slack = sizeof(ulong);

    private const int ModeLength = 4;
    private const int TerminatorLength = 4;

    private static readonly byte[] LetterValues = ValuesOfLetters();

    private readonly Span<byte> codewords = codewords;
    private int length;

    /// <summary>The number of bits of the segments in a version, without terminator and padding.</summary>
    public static long Count(IReadOnlyList<QrSegment> segments, int version)
    {
        long count = 0;
        foreach (var segment in segments)
        {
            count += ModeLength + QrTables.CountLengthOf(segment.Mode, version) + DataLength(segment);
        }

        return count;
    }

    /// <summary>Writes the data codewords of a symbol that has room for the segments.</summary>
    /// <param name="segments">The content.</param>
    /// <param name="version">1 to 40.</param>
    /// <param name="codewords">The target of all data codewords, with <see cref="Slack"/> after it.</param>
    public static void Write(IReadOnlyList<QrSegment> segments, int version, Span<byte> codewords)
    {
        codewords[0] = 0;
        var bits = new QrBits(codewords);
        foreach (var segment in segments)
        {
            bits.Append(ModeIndicator(segment.Mode), ModeLength);
            bits.Append(segment.Data.Length, QrTables.CountLengthOf(segment.Mode, version));
            bits.Append(segment);
        }

        bits.Finish();
    }

    private static long DataLength(QrSegment segment)
    {
        long count = segment.Data.Length;
        return segment.Mode switch
        {
            QrMode.Numeric => (count * 10 + 2) / 3,
            QrMode.Alphanumeric => ((count * 11) + 1) / 2,
            _ => count * 8,
        };
    }

    /// <summary>Table 2.</summary>
    private static int ModeIndicator(QrMode mode) => mode switch
    {
        QrMode.Numeric => 0b0001,
        QrMode.Alphanumeric => 0b0010,
        _ => 0b0100,
    };

    private void Append(QrSegment segment)
    {
        switch (segment.Mode)
        {
            case QrMode.Numeric:
                AppendDigits(segment.Data.Span);
                break;
            case QrMode.Alphanumeric:
                AppendLetters(segment.Data.Span);
                break;
            default:
                AppendBytes(segment.Data.Span);
                break;
        }
    }

    /// <summary>Three digits in ten bits; a rest of two in seven, of one in four.</summary>
    private void AppendDigits(ReadOnlySpan<byte> digits)
    {
        while (!digits.IsEmpty)
        {
            var group = digits[..Math.Min(3, digits.Length)];
            var value = 0;
            foreach (var digit in group)
            {
                value = (value * 10) + digit - '0';
            }

            Append(value, (group.Length * 3) + 1);
            digits = digits[group.Length..];
        }
    }

    /// <summary>Two characters in eleven bits; a rest of one in six.</summary>
    private void AppendLetters(ReadOnlySpan<byte> letters)
    {
        for (; letters.Length >= 2; letters = letters[2..])
        {
            Append((LetterValues[letters[0]] * QrSegment.Alphabet.Length) + LetterValues[letters[1]], 11);
        }

        if (!letters.IsEmpty)
        {
            Append(LetterValues[letters[0]], 6);
        }
    }

    private void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(int); bytes = bytes[sizeof(int)..])
        {
            Append(BinaryPrimitives.ReadInt32BigEndian(bytes), 32);
        }

        foreach (var value in bytes)
        {
            Append(value, 8);
        }
    }

    /// <summary>
    /// Ends the segments as far as there is room, and fills the rest with the two padding codewords alternately (section 7.4.10).
    /// </summary>
    private void Finish()
    {
        var own = codewords[..^Slack];
        Append(0, Math.Min(TerminatorLength, (own.Length * 8) - length));
        var padding = own[((length + 7) / 8)..];
        for (var index = 0; index < padding.Length; index++)
        {
            padding[index] = (byte)(index % 2 == 0 ? 0b1110_1100 : 0b0001_0001);
        }
    }

    /// <summary>
    /// Appends the lowest bits of a number, at most 32, the highest of them first. The bits after them are cleared, up to a word.
    /// </summary>
    private void Append(int value, int bits)
    {
        var place = codewords[(length / 8)..];
        var (used, own) = (length % 8, (ulong)(uint)value << (64 - bits));
        BinaryPrimitives.WriteUInt64BigEndian(place, ((ulong)place[0] << 56) | (own >> used));
        length += bits;
    }

    /// <summary>The place of each character in the alphabet, by its code.</summary>
    private static byte[] ValuesOfLetters()
    {
        var values = new byte[256];
        for (var index = 0; index < QrSegment.Alphabet.Length; index++)
        {
            values[QrSegment.Alphabet[index]] = (byte)index;
        }

        return values;
    }
}
