namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>
/// An RDF term (RDF 1.1 Concepts section 3): an IRI, a blank node or a literal. Two are equal if kind, value, datatype and language are
/// equal.
/// </summary>
public sealed class RdfTerm : IEquatable<RdfTerm>
{
    private readonly int hash;

    private RdfTerm(RdfTermKind kind, string value, string? datatype, string? language)
    {
        Kind = kind;
        Value = value;
        Datatype = datatype;
        Language = language;
        hash = HashCode.Combine(kind, value, datatype, language);
    }

    public RdfTermKind Kind { get; }

    /// <summary>The IRI, the label of the blank node without <c>_:</c>, or the lexical form of the literal.</summary>
    public string Value { get; }

    /// <summary>The datatype IRI of a literal; null for other kinds.</summary>
    public string? Datatype { get; }

    /// <summary>The language tag of a language-tagged string; else null.</summary>
    public string? Language { get; }

    public bool IsBlank => Kind == RdfTermKind.BlankNode;

    public static RdfTerm Iri(string iri) => new(RdfTermKind.Iri, iri, null, null);

    /// <summary>A blank node; <paramref name="label"/> without <c>_:</c>.</summary>
    public static RdfTerm BlankNode(string label) => new(RdfTermKind.BlankNode, label, null, null);

    /// <summary>A literal with a datatype, by default xsd:string.</summary>
    public static RdfTerm Literal(string value, string datatype = RdfVocabulary.XsdString) =>
        new(RdfTermKind.Literal, value, datatype, null);

    public static RdfTerm LanguageString(string value, string language) =>
        new(RdfTermKind.Literal, value, RdfVocabulary.LanguageString, language);

    /// <inheritdoc/>
    public bool Equals(RdfTerm? other)
    {
        return ReferenceEquals(this, other) || (other is not null && hash == other.hash && Kind == other.Kind
            && string.Equals(Value, other.Value, StringComparison.Ordinal)
            && string.Equals(Datatype, other.Datatype, StringComparison.Ordinal)
            && string.Equals(Language, other.Language, StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RdfTerm);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;
}

/// <summary>The kinds of RDF terms (RDF 1.1 Concepts section 3).</summary>
public enum RdfTermKind
{
    Iri,

    BlankNode,

    Literal,
}
