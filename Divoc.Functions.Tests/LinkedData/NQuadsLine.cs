using System.Globalization;
using System.Text;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>One line of N-Quads and how far it is read.</summary>
internal ref struct NQuadsLine(ReadOnlySpan<char> line, int number)
{
    private readonly ReadOnlySpan<char> line = line;
    private readonly int number = number;
    private int position;

    /// <summary>The line's statement; null for an empty line or a comment.</summary>
    public RdfQuad? ReadStatement(bool generalized)
    {
        SkipBlanks();
        if (AtEndOrComment())
        {
            return null;
        }

        var subject = ReadSubject();
        SkipBlanks();
        var predicate = generalized ? ReadSubject() : RdfTerm.Iri(ReadIri());
        SkipBlanks();
        var value = Peek() == '"' ? ReadLiteral() : ReadSubject();
        SkipBlanks();
        var graph = Peek() == '.' ? null : ReadSubject();
        SkipBlanks();
        Expect('.');
        SkipBlanks();
        if (!AtEndOrComment())
        {
            throw Invalid("something follows the statement");
        }

        return new RdfQuad(subject, predicate, value, graph);
    }

    private readonly bool AtEndOrComment() => position >= line.Length || line[position] == '#';

    private readonly char Peek() => position < line.Length ? line[position] : '\0';

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t')
        {
            position++;
        }
    }

    private void Expect(char character)
    {
        if (Peek() != character)
        {
            throw Invalid($"'{character}' is missing");
        }

        position++;
    }

    private RdfTerm ReadSubject() => Peek() == '_' ? ReadBlankNode() : RdfTerm.Iri(ReadIri());

    private string ReadIri()
    {
        Expect('<');
        var iri = ReadUntil('>', allowCharacterEscapes: false);
        if (!Iri.IsInNQuads(iri))
        {
            throw Invalid("an IRI is not absolute or holds a forbidden character");
        }

        return iri;
    }

    private RdfTerm ReadLiteral()
    {
        Expect('"');
        var value = ReadUntil('"', allowCharacterEscapes: true);
        if (Peek() == '@')
        {
            return RdfTerm.LanguageString(value, ReadLanguage());
        }

        if (Peek() != '^')
        {
            return RdfTerm.Literal(value);
        }

        Expect('^');
        Expect('^');
        return RdfTerm.Literal(value, ReadIri());
    }

    private string ReadLanguage()
    {
        var start = ++position;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '-')
        {
            position++;
        }

        var language = line[start..position].ToString();
        return IsLanguageTag(language) ? language : throw Invalid("a language tag is malformed");
    }

    private RdfTerm ReadBlankNode()
    {
        Expect('_');
        Expect(':');
        var start = position;
        while (position < line.Length
            && Rune.DecodeFromUtf16(line[position..], out var rune, out var consumed) == System.Buffers.OperationStatus.Done
            && IsInLabel(rune, first: position == start))
        {
            position += consumed;
        }

        // A label may hold full stops but not end in one: that one ends the statement.
        while (position > start && line[position - 1] == '.')
        {
            position--;
        }

        return position > start ? RdfTerm.BlankNode(line[start..position].ToString()) : throw Invalid("a blank node has no label");
    }

    private string ReadUntil(char end, bool allowCharacterEscapes)
    {
        var rest = line[position..];
        var simple = rest.IndexOfAny(end, '\\');
        if (simple >= 0 && rest[simple] == end)
        {
            position += simple + 1;
            return rest[..simple].ToString();
        }

        var text = new StringBuilder();
        while (Peek() != end || position >= line.Length)
        {
            if (position >= line.Length)
            {
                throw Invalid($"'{end}' is missing");
            }

            var character = line[position++];
            text.Append(character == '\\' ? ReadEscape(allowCharacterEscapes) : character.ToString());
        }

        position++;
        return text.ToString();
    }

    private string ReadEscape(bool allowCharacterEscapes)
    {
        var letter = Peek();
        position++;
        return letter switch
        {
            'u' => ReadCodePoint(4),
            'U' => ReadCodePoint(8),
            't' when allowCharacterEscapes => "\t",
            'b' when allowCharacterEscapes => "\b",
            'n' when allowCharacterEscapes => "\n",
            'r' when allowCharacterEscapes => "\r",
            'f' when allowCharacterEscapes => "\f",
            '"' or '\'' or '\\' when allowCharacterEscapes => letter.ToString(),
            _ => throw Invalid("an escape is malformed"),
        };
    }

    private string ReadCodePoint(int digits)
    {
        if (position + digits > line.Length
            || !int.TryParse(line.Slice(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)
            || !Rune.IsValid(codePoint))
        {
            throw Invalid("an escape is malformed");
        }

        position += digits;
        return new Rune(codePoint).ToString();
    }

    /// <summary>LANGTAG: letters in the first part, letters and digits in the others, of any length.</summary>
    private static bool IsLanguageTag(string tag)
    {
        return tag.Split('-')
            .Index()
            .All(part => part.Item.Length > 0 && part.Item.All(part.Index == 0 ? char.IsAsciiLetter : char.IsAsciiLetterOrDigit));
    }

    /// <summary>The characters of BLANK_NODE_LABEL.</summary>
    private static bool IsInLabel(Rune rune, bool first)
    {
        if (IsLetter(rune.Value) || rune.Value is '_' or ':' || (rune.Value is >= '0' and <= '9'))
        {
            return true;
        }

        return !first && rune.Value is '-' or '.' or 0xB7 or (>= 0x300 and <= 0x36F) or 0x203F or 0x2040;
    }

    /// <summary>PN_CHARS_BASE.</summary>
    private static bool IsLetter(int value)
    {
        return value is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 0xC0 and <= 0xD6) or (>= 0xD8 and <= 0xF6)
            or (>= 0xF8 and <= 0x2FF)
            or (>= 0x370 and <= 0x37D) or (>= 0x37F and <= 0x1FFF) or 0x200C or 0x200D or (>= 0x2070 and <= 0x218F)
            or (>= 0x2C00 and <= 0x2FEF)
            or (>= 0x3001 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFFD) or (>= 0x10000 and <= 0xEFFFF);
    }

    private readonly LinkedDataException Invalid(string message) => new(NQuadsReader.Invalid, $"line {number}", message);
}
