using System.Globalization;
using System.Text;

namespace Divoc.Functions.Verification.Files.Pdf;

/// <summary>
/// Reads the objects of a PDF, and the operators of its drawings, which have the same syntax (ISO 32000-1, section 7.3). For any bytes it
/// always moves on; what is nested too deeply or too long is read as nothing. Numbers are {double}, arrays and dictionaries those of .NET,
/// strings are not kept.
/// </summary>
internal ref struct PdfLexer(ReadOnlySpan<byte> bytes, int position)
{
    private const int MostLevels = 16;
    private const int MostItems = 10_000;
    private const int LongestWord = 127;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>The present position.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => Position >= bytes.Length;

    /// <summary>The next value or word; null at the end, and for a string or another value that is not kept.</summary>
    public object? Read() => Read(0);

    /// <summary>Moves past a keyword, if only white space precedes it.</summary>
    public bool TryTake(ReadOnlySpan<byte> keyword)
    {
        var rest = bytes[Position..];
        var start = 0;
        while (start < rest.Length && PdfSyntax.IsSpace(rest[start]))
        {
            start++;
        }

        if (!rest[start..].StartsWith(keyword))
        {
            return false;
        }

        Position += start + keyword.Length;
        return true;
    }

    private object? Read(int level)
    {
        SkipSpace();
        if (IsAtEnd)
        {
            return null;
        }

        switch (bytes[Position])
        {
            case (byte)'/':
                Position++;
                return new PdfName(TakeWord());
            case (byte)'(':
                SkipString();
                return PdfString.Instance;
            case (byte)'<' when IsNext('<'):
                Position += 2;
                return DictionaryOf(ReadItems(level, dictionary: true));
            case (byte)'<':
                SkipTo('>');
                return PdfString.Instance;
            case (byte)'[':
                Position++;
                return ReadItems(level, dictionary: false);
            default:
                return ReadWord();
        }
    }

    private object ReadWord()
    {
        var word = TakeWord();
        if (word.Length == 0)
        {
            // A delimiter at the wrong place.
            Position++;
            return new PdfWord("");
        }

        var isNumber = word[0] is (>= '0' and <= '9') or '+' or '-' or '.';
        return isNumber
            && double.TryParse(
                word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : new PdfWord(word);
    }

    /// <summary>Reads up to the end of an array or dictionary. Two numbers and R are a reference.</summary>
    private List<object?> ReadItems(int level, bool dictionary)
    {
        var items = new List<object?>();
        while (true)
        {
            SkipSpace();
            if (IsAtEnd)
            {
                return items;
            }

            if (dictionary ? bytes[Position] == '>' && IsNext('>') : bytes[Position] == ']')
            {
                Position += dictionary ? 2 : 1;
                return items;
            }

            if (level >= MostLevels || items.Count >= MostItems)
            {
                Position = bytes.Length;
                return items;
            }

            var item = Read(level + 1);
            if (item is PdfWord { Text: "R" } && items is [.., double number, double] && number is >= 0 and <= int.MaxValue)
            {
                items.RemoveRange(items.Count - 2, 2);
                item = new PdfReference((int)number);
            }

            items.Add(item);
        }
    }

    private static Dictionary<string, object?> DictionaryOf(List<object?> items)
    {
        var dictionary = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var index = 0; index + 1 < items.Count; index += 2)
        {
            if (items[index] is PdfName name)
            {
                dictionary[name.Text] = items[index + 1];
            }
        }

        return dictionary;
    }

    private string TakeWord()
    {
        var rest = bytes[Position..];
        var end = rest.IndexOfAny(PdfSyntax.Ends);
        end = end < 0 ? rest.Length : end;
        Position += end;
        return Encoding.Latin1.GetString(rest[..Math.Min(end, LongestWord)]);
    }

    private void SkipSpace()
    {
        while (!IsAtEnd)
        {
            if (bytes[Position] == '%')
            {
                var line = bytes[Position..].IndexOfAny((byte)'\r', (byte)'\n');
                Position = line < 0 ? bytes.Length : Position + line;
            }
            else if (!PdfSyntax.IsSpace(bytes[Position]))
            {
                return;
            }
            else
            {
                Position++;
            }
        }
    }

    private void SkipString()
    {
        var open = 0;
        for (; Position < bytes.Length; Position++)
        {
            switch (bytes[Position])
            {
                case (byte)'\\':
                    Position++;
                    break;
                case (byte)'(':
                    open++;
                    break;
                case (byte)')' when --open == 0:
                    Position++;
                    return;
            }
        }

        Position = bytes.Length;
    }

    private void SkipTo(char last)
    {
        var end = bytes[Position..].IndexOf((byte)last);
        Position = end < 0 ? bytes.Length : Position + end + 1;
    }

    private readonly bool IsNext(char character) => Position + 1 < bytes.Length && bytes[Position + 1] == character;
}

/// <summary>A name, such as <c>/Type</c>.</summary>
/// <param name="Text">The name without its slash; escapes stay unchanged.</param>
internal sealed record PdfName(string Text);

/// <summary>An operator or keyword.</summary>
/// <param name="Text">The word; empty for a delimiter at the wrong place.</param>
internal sealed record PdfWord(string Text);

/// <summary>A reference to another object.</summary>
/// <param name="Number">Its number.</param>
internal readonly record struct PdfReference(int Number);

/// <summary>A string, whose content is not kept.</summary>
internal sealed class PdfString
{
    public static readonly PdfString Instance = new();
}
