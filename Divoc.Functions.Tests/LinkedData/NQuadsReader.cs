using System.Globalization;
using System.Text;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>
/// Reads N-Quads strictly (RDF 1.1 N-Quads, grammar of section 4): absolute IRIs, well-formed labels, escapes and language tags.
/// </summary>
internal static class NQuadsReader
{
    /// <summary>The code of a line that is no N-Quads.</summary>
    public const string Invalid = "invalid N-Quads";

    /// <summary>Reads a document.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="maximumQuads">Most statements allowed.</param>
    /// <param name="generalized">Whether predicates may be blank nodes (RDF 1.1 Concepts section 7).</param>
    /// <exception cref="LinkedDataException">
    /// <see cref="Invalid"/> with the line, or <see cref="LinkedDataError.LimitExceeded"/>.
    /// </exception>
    public static RdfDataset Read(string text, int maximumQuads = 100_000, bool generalized = false)
    {
        var dataset = new RdfDataset();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines(['\r', '\n']))
        {
            number++;
            if (new NQuadsLine(line, number).ReadStatement(generalized) is not { } quad)
            {
                continue;
            }

            dataset.Add(quad);
            if (dataset.Count > maximumQuads)
            {
                throw new LinkedDataException(LinkedDataError.LimitExceeded, $"line {number}", $"more than {maximumQuads} statements");
            }
        }

        return dataset;
    }

    /// <summary>Reads a document in UTF-8; bytes that are no UTF-8 are an error.</summary>
    /// <inheritdoc cref="Read(string, int, bool)"/>
    public static RdfDataset Read(ReadOnlySpan<byte> utf8, int maximumQuads = 100_000, bool generalized = false)
    {
        try
        {
            return Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8), maximumQuads, generalized);
        }
        catch (DecoderFallbackException exception)
        {
            var place = exception.Index.ToString(CultureInfo.InvariantCulture);
            throw new LinkedDataException(LinkedDataError.InvalidText, $"byte {place}", "the bytes are no UTF-8", exception);
        }
    }

    /// <summary>Lines end in CR or LF only; other line separators of Unicode may stand in literals.</summary>
    private static SpanLines EnumerateLines(this ReadOnlySpan<char> text, ReadOnlySpan<char> ends) => new(text, ends);

    private ref struct SpanLines(ReadOnlySpan<char> text, ReadOnlySpan<char> ends)
    {
        private readonly ReadOnlySpan<char> ends = ends;
        private ReadOnlySpan<char> rest = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly SpanLines GetEnumerator() => this;

        public bool MoveNext()
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            var end = rest.IndexOfAny(ends);
            Current = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            return true;
        }
    }
}
