using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>
/// The data of a code as bytes (ISO/IEC 18004, section 7.4): byte segments unchanged, digits and letters of other segments in ASCII. The
/// character set of bytes is not guessed, though scanners do that: a format knows it.
/// </summary>
internal ref struct CodeContent
{
    private readonly ReadOnlySpan<byte> data;
    private int position;

    private CodeContent(ReadOnlySpan<byte> data) => this.data = data;

    private readonly int Left => (8 * data.Length) - position;

    /// <summary>
    /// Reads the segments; null for kinds that no format of certificates uses, such as Kanji and codes that are parts of several.
    /// </summary>
    /// <param name="data">The corrected data, without the codewords of error correction.</param>
    /// <param name="version">The code's version, 1 to 40.</param>
    public static byte[]? Read(ReadOnlySpan<byte> data, int version)
    {
        var reader = new CodeContent(data);
        var content = new List<byte>(data.Length);
        while (reader.Left >= 4)
        {
            var mode = reader.Take(4);
            if (mode == 0)
            {
                break;
            }

            if (!reader.ReadSegment(mode, version, content))
            {
                return null;
            }
        }

        return [.. content];
    }

    private bool ReadSegment(int mode, int version, List<byte> content)
    {
        var size = version switch { < 10 => 0, < 27 => 1, _ => 2 };
        return mode switch
        {
            1 => ReadDigits(Take(10 + (2 * size)), content),
            2 => ReadLetters(Take(9 + (2 * size)), content),
            4 => ReadBytes(Take(size == 0 ? 8 : 16), content),
            7 => SkipCharacterSet(),
            _ => false,
        };
    }

    private bool ReadBytes(int count, List<byte> content)
    {
        if (count < 0 || 8L * count > Left)
        {
            return false;
        }

        for (; count > 0; count--)
        {
            content.Add((byte)Take(8));
        }

        return true;
    }

    private bool ReadDigits(int count, List<byte> content)
    {
        for (; count > 0; count -= 3)
        {
            var digits = Math.Min(count, 3);
            var value = Take(1 + (3 * digits));
            if (value < 0 || value >= Math.Pow(10, digits))
            {
                return false;
            }

            foreach (var digit in value.ToString("D" + digits, System.Globalization.CultureInfo.InvariantCulture))
            {
                content.Add((byte)digit);
            }
        }

        return count >= -2;
    }

    private bool ReadLetters(int count, List<byte> content)
    {
        for (; count > 0; count -= 2)
        {
            var value = Take(count == 1 ? 6 : 11);
            if (value < 0 || value >= (count == 1 ? QrSegment.Alphabet.Length : QrSegment.Alphabet.Length * QrSegment.Alphabet.Length))
            {
                return false;
            }

            if (count > 1)
            {
                content.Add((byte)QrSegment.Alphabet[value / QrSegment.Alphabet.Length]);
            }

            content.Add((byte)QrSegment.Alphabet[value % QrSegment.Alphabet.Length]);
        }

        return count >= -1;
    }

    /// <summary>Skips the number of a character set: one, two or three bytes.</summary>
    private bool SkipCharacterSet()
    {
        var first = Take(8);
        return first is >= 0 and < 0x80 || (first is >= 0x80 and < 0xC0 && Take(8) >= 0) || (first is >= 0xC0 and < 0xE0 && Take(16) >= 0);
    }

    /// <summary>The next bits as a number; -1 if fewer are left.</summary>
    private int Take(int bits)
    {
        if (bits > Left)
        {
            position = 8 * data.Length;
            return -1;
        }

        var value = 0;
        for (; bits > 0; bits--)
        {
            value = (value << 1) | ((data[position / 8] >> (7 - (position % 8))) & 1);
            position++;
        }

        return value;
    }
}
