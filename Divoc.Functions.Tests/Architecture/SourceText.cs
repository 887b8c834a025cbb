namespace Divoc.Functions.Tests.Architecture;

/// <summary>The text of a C# file: which of its characters are code, and which stand in raw or verbatim strings.</summary>
internal sealed class SourceText
{
    private const char OfString = '_';

    private readonly string text;
    private readonly char[] code;
    private readonly bool[] isFixed;
    private int position;

    public SourceText(string text)
    {
        this.text = text;
        code = text.ToCharArray();
        isFixed = new bool[text.Length];
        ReadCode(closing: 0);
    }

    /// <summary>
    /// The text in which comments are blanks and the characters of strings are underscores. What is interpolated into a string is code
    /// between round brackets.
    /// </summary>
    public string Code => new(code);

    /// <summary>Whether a character belongs to a raw or verbatim string, in which no line can be broken.</summary>
    public bool IsFixed(int index) => isFixed[index];

    /// <summary>Reads code up to the end of the text, or of an interpolation that so many braces close.</summary>
    private void ReadCode(int closing)
    {
        var depth = 0;
        while (position < text.Length)
        {
            var character = text[position];
            if (closing > 0 && depth == 0 && character is '}' or ':')
            {
                break;
            }

            if (IsAt("//"))
            {
                Replace(EndOf("\n", position), ' ');
            }
            else if (IsAt("/*"))
            {
                Replace(EndOf("*/", position + 2) + 2, ' ');
            }
            else if (character == '\'')
            {
                Replace(EndOfQuoted(position + 1, '\'') + 1, OfString);
            }
            else if (!TryReadString())
            {
                depth += Step(character);
                position++;
            }
        }
    }

    private bool TryReadString()
    {
        var start = position;
        while (start < text.Length && text[start] is '$' or '@')
        {
            start++;
        }

        var quotes = RunOf('"', start);
        if (quotes == 0)
        {
            return false;
        }

        var prefix = text[position..start];
        var (begin, dollars) = (position, prefix.Count(character => character == '$'));
        if (prefix.Contains('@', StringComparison.Ordinal))
        {
            ReadVerbatim(start + 1, dollars > 0);
        }
        else if (quotes > 2)
        {
            ReadRaw(start + quotes, quotes, dollars);
        }
        else
        {
            ReadRegular(start + 1, dollars > 0);
            return true;
        }

        isFixed.AsSpan(begin, position - begin).Fill(true);
        return true;
    }

    private void ReadRegular(int content, bool isInterpolated)
    {
        Replace(content, OfString);
        while (position < text.Length && text[position] is not ('"' or '\n'))
        {
            if (isInterpolated && text[position] == '{')
            {
                ReadBrace();
            }
            else
            {
                Replace(position + (text[position] == '\\' ? 2 : 1), OfString);
            }
        }

        Replace(position + 1, OfString);
    }

    private void ReadVerbatim(int content, bool isInterpolated)
    {
        Replace(content, OfString);
        while (position < text.Length && (text[position] != '"' || RunOf('"', position) > 1))
        {
            if (isInterpolated && text[position] == '{')
            {
                ReadBrace();
            }
            else
            {
                Replace(position + (text[position] == '"' ? 2 : 1), OfString);
            }
        }

        Replace(position + 1, OfString);
    }

    private void ReadRaw(int content, int quotes, int dollars)
    {
        Replace(content, OfString);
        while (position < text.Length && RunOf('"', position) < quotes)
        {
            var braces = dollars > 0 ? RunOf('{', position) : 0;
            if (braces >= dollars && braces > 0)
            {
                Replace(position + braces - dollars, OfString);
                ReadInterpolation(dollars);
            }
            else
            {
                Replace(position + Math.Max(1, RunOf('"', position)), OfString);
            }
        }

        Replace(position + RunOf('"', position), OfString);
    }

    /// <summary>A brace in an interpolated string: two are one character, one begins an interpolation.</summary>
    private void ReadBrace()
    {
        if (RunOf('{', position) > 1)
        {
            Replace(position + 2, OfString);
        }
        else
        {
            ReadInterpolation(braces: 1);
        }
    }

    private void ReadInterpolation(int braces)
    {
        Replace(position + braces, '(');
        ReadCode(braces);

        // The format after a colon.
        Replace(EndOf("}", position), OfString);
        Replace(position + braces, ')');
    }

    private int EndOfQuoted(int index, char quote)
    {
        while (index < text.Length && text[index] != quote)
        {
            index += text[index] == '\\' ? 2 : 1;
        }

        return index;
    }

    private int EndOf(string mark, int from)
    {
        var index = text.IndexOf(mark, from, StringComparison.Ordinal);
        return index < 0 ? text.Length : index;
    }

    private bool IsAt(string mark) => string.CompareOrdinal(text, position, mark, 0, mark.Length) == 0;

    private int RunOf(char character, int from)
    {
        var index = from;
        while (index < text.Length && text[index] == character)
        {
            index++;
        }

        return index - from;
    }

    /// <summary>Goes on to a place. Line breaks on the way stay, anything else is replaced.</summary>
    private void Replace(int end, char replacement)
    {
        for (; position < Math.Min(end, text.Length); position++)
        {
            code[position] = text[position] == '\n' ? '\n' : replacement;
        }
    }

    private static int Step(char character) => character switch
    {
        '(' or '[' or '{' => 1,
        ')' or ']' or '}' => -1,
        _ => 0,
    };
}
