namespace Divoc.Functions.Rendering.Qr;

/// <summary>Writes segments as the data codewords of a symbol (ISO/IEC 18004 section 7.4).</summary>
/// <param name="codewords">Where they go; all zero.</param>
internal ref struct QrBits(Span<byte> codewords)
{
    private const int ModeLength = 4;
    private const int TerminatorLength = 4;

    private readonly Span<byte> codewords = codewords;
    private int length;

    /// <summary>Bits that the segments take in a version, without terminator and padding.</summary>
    public static long Count(IReadOnlyList<QrSegment> segments, int version)
    {
        return segments.Sum(segment => ModeLength + QrTables.CountLengthOf(segment.Mode, version) + DataLength(segment));
    }

    /// <summary>The data codewords of a symbol that the segments fit into.</summary>
    public static byte[] Write(IReadOnlyList<QrSegment> segments, int version, int codewordCount)
    {
        var codewords = new byte[codewordCount];
        var bits = new QrBits(codewords);
        foreach (var segment in segments)
        {
            bits.Append(ModeIndicator(segment.Mode), ModeLength);
            bits.Append(segment.Data.Length, QrTables.CountLengthOf(segment.Mode, version));
            bits.Append(segment);
        }

        bits.Finish();
        return codewords;
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

    /// <summary>Three digits in ten bits; two that are left over in seven, one in four.</summary>
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

    /// <summary>Two characters in eleven bits; one that is left over in six.</summary>
    private void AppendLetters(ReadOnlySpan<byte> letters)
    {
        for (; letters.Length >= 2; letters = letters[2..])
        {
            Append((LetterValue(letters[0]) * QrSegment.Alphabet.Length) + LetterValue(letters[1]), 11);
        }

        if (!letters.IsEmpty)
        {
            Append(LetterValue(letters[0]), 6);
        }
    }

    private static int LetterValue(byte letter) => QrSegment.Alphabet.IndexOf((char)letter, StringComparison.Ordinal);

    private void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            Append(value, 8);
        }
    }

    /// <summary>Ends the segments as far as there is room, and fills the rest with the two padding codewords in turn (section 7.4.10).</summary>
    private void Finish()
    {
        Append(0, Math.Min(TerminatorLength, (codewords.Length * 8) - length));
        var padding = codewords[((length + 7) / 8)..];
        for (var index = 0; index < padding.Length; index++)
        {
            padding[index] = (byte)(index % 2 == 0 ? 0b1110_1100 : 0b0001_0001);
        }
    }

    /// <summary>Appends a number, its highest bit first.</summary>
    private void Append(int value, int bits)
    {
        for (var left = bits; left > 0;)
        {
            var free = 8 - (length % 8);
            var taken = Math.Min(free, left);
            left -= taken;
            var part = (value >> left) & ((1 << taken) - 1);
            codewords[length / 8] |= (byte)(part << (free - taken));
            length += taken;
        }
    }
}
