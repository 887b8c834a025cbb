namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>An active context (JSON-LD 1.1 API section 4.1). Changed only while it is being built.</summary>
internal sealed class ActiveContext
{
    private readonly Dictionary<string, TermDefinition> terms;

    public ActiveContext(string? baseIri)
    {
        terms = new(StringComparer.Ordinal);
        BaseIri = OriginalBase = baseIri;
    }

    private ActiveContext(ActiveContext other)
    {
        terms = new(other.terms, StringComparer.Ordinal);
        BaseIri = other.BaseIri;
        OriginalBase = other.OriginalBase;
        Vocab = other.Vocab;
        Language = other.Language;
        Direction = other.Direction;
        Previous = other.Previous;
    }

    public string? BaseIri { get; set; }

    public string? OriginalBase { get; }

    public string? Vocab { get; set; }

    public string? Language { get; set; }

    public string? Direction { get; set; }

    /// <summary>The context that applies again in the next node object, if this context does not propagate.</summary>
    public ActiveContext? Previous { get; set; }

    /// <summary>Built only from frozen contexts, so that it and everything derived from it may be cached between calls.</summary>
    public bool IsShared { get; set; }

    public int Count => terms.Count;

    public bool HasProtectedTerms => terms.Values.Any(static term => term.IsProtected);

    public TermDefinition? Find(string term) => terms.GetValueOrDefault(term);

    public void Set(string term, TermDefinition definition) => terms[term] = definition;

    public TermDefinition? Remove(string term) => terms.Remove(term, out var definition) ? definition : null;

    public ActiveContext Clone() => new(this);

    /// <summary>IRI expansion (section 5.2) with a complete context.</summary>
    /// <param name="value">A term, a compact IRI, an IRI or a relative reference.</param>
    /// <param name="vocab">Whether terms and the vocabulary mapping apply.</param>
    /// <param name="documentRelative">Whether the base IRI applies.</param>
    /// <returns>A keyword, an IRI, a blank node identifier, a relative reference that can't be resolved, or null.</returns>
    public string? Expand(string value, bool vocab, bool documentRelative)
    {
        if (value.Length > 0 && value[0] == '@' && (Keyword.Is(value) || Keyword.HasForm(value)))
        {
            return Keyword.Is(value) ? value : null;
        }

        if (Find(value) is { } definition && (vocab || Keyword.Is(definition.Iri)))
        {
            return definition.Iri;
        }

        return ExpandCompact(value) ?? ExpandRelative(value, vocab, documentRelative);
    }

    /// <summary>Steps 7 and 8 of section 5.2.2.</summary>
    public string ExpandRelative(string value, bool vocab, bool documentRelative)
    {
        if (vocab && Vocab is not null)
        {
            return Vocab + value;
        }

        return documentRelative && BaseIri is not null ? Iri.Resolve(BaseIri, value) : value;
    }

    /// <summary>Step 6 of section 5.2.2; null if it does not apply.</summary>
    public string? ExpandCompact(string value)
    {
        var colon = value.Length == 0 ? -1 : value.IndexOf(':', 1);
        if (colon < 0)
        {
            return null;
        }

        if ((colon == 1 && value[0] == '_') || value.AsSpan(colon + 1).StartsWith("//", StringComparison.Ordinal))
        {
            return value;
        }

        var lookup = terms.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(value.AsSpan(0, colon), out var prefix) && prefix is { Iri: not null, IsPrefix: true })
        {
            return string.Concat(prefix.Iri, value.AsSpan(colon + 1));
        }

        return Iri.IsAbsolute(value) ? value : null;
    }
}
