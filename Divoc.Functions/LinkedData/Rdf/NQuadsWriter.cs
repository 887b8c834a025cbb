using System.Buffers;
using System.Globalization;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>
/// Writes N-Quads, each statement in its canonical form (RDFC-1.0 section 5): one blank between terms, a line ends in <c> .\n</c>.
/// </summary>
public static class NQuadsWriter
{
    /// <summary>RDFC-1.0 section 5: controls, DEL, quote, backslash, and code points that are not characters in XML 1.1.</summary>
    private static readonly SearchValues<char> EscapedByRdfc10 =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(static control => (char)control), '"', '\\', '\x7f', '\ufffe', '\uffff']);

    private static readonly SearchValues<char> EscapedByUrdna2015 = SearchValues.Create("\"\\\n\r");

    /// <summary>Writes the quads in their order in the dataset, with their own blank node labels.</summary>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(RdfDataset dataset, CanonicalForm form = CanonicalForm.Rdfc10)
    {
        using var output = new Utf8Builder();
        var labels = new OwnLabels();
        foreach (var quad in dataset)
        {
            AppendQuad(output, quad, form, labels);
        }

        return output.Written.ToArray();
    }

    /// <summary>Appends one line.</summary>
    internal static void AppendQuad(Utf8Builder output, in RdfQuad quad, CanonicalForm form, IBlankNodeLabels labels)
    {
        AppendTerm(output, quad.Subject, form, labels);
        output.Append((byte)' ');
        AppendTerm(output, quad.Predicate, form, labels);
        output.Append((byte)' ');
        AppendTerm(output, quad.Object, form, labels);
        if (quad.Graph is { } graph)
        {
            output.Append((byte)' ');
            AppendTerm(output, graph, form, labels);
        }

        output.Append(" .\n"u8);
    }

    private static void AppendTerm(Utf8Builder output, RdfTerm term, CanonicalForm form, IBlankNodeLabels labels)
    {
        switch (term.Kind)
        {
            case RdfTermKind.Iri:
                AppendIri(output, term.Value);
                break;
            case RdfTermKind.BlankNode:
                output.Append("_:"u8);
                output.Append(labels.LabelOf(term.Value));
                break;
            default:
                AppendLiteral(output, term, form);
                break;
        }
    }

    private static void AppendIri(Utf8Builder output, string iri)
    {
        output.Append((byte)'<');
        output.Append(iri);
        output.Append((byte)'>');
    }

    private static void AppendLiteral(Utf8Builder output, RdfTerm literal, CanonicalForm form)
    {
        output.Append((byte)'"');
        AppendEscaped(output, literal.Value, form);
        output.Append((byte)'"');
        if (literal.Language is { } language)
        {
            output.Append((byte)'@');
            output.Append(language);
        }
        else if (literal.Datatype != RdfVocabulary.XsdString)
        {
            output.Append("^^"u8);
            AppendIri(output, literal.Datatype!);
        }
    }

    private static void AppendEscaped(Utf8Builder output, ReadOnlySpan<char> text, CanonicalForm form)
    {
        var escaped = form == CanonicalForm.Rdfc10 ? EscapedByRdfc10 : EscapedByUrdna2015;
        while (text.IndexOfAny(escaped) is var index and >= 0)
        {
            output.Append(text[..index]);
            AppendEscape(output, text[index]);
            text = text[(index + 1)..];
        }

        output.Append(text);
    }

    private static void AppendEscape(Utf8Builder output, char character)
    {
        var letter = character switch
        {
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\f' => 'f',
            '\r' => 'r',
            '"' or '\\' => character,
            _ => '\0',
        };
        output.Append((byte)'\\');
        if (letter != '\0')
        {
            output.Append((byte)letter);
            return;
        }

        output.Append((byte)'u');
        output.Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
    }

    private sealed class OwnLabels : IBlankNodeLabels
    {
        public string LabelOf(string label) => label;
    }
}
