namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>
/// An RDF term (RDF 1.1 Concepts section 3): an IRI, a blank node or a literal. Two are equal if kind, value, datatype and language are
/// equal.
/// </summary>
public sealed class RdfTerm : IEquatable<RdfTerm>
{
    private readonly int hash;

    // One byte, because a document has many terms.
    private readonly byte kind;
    private readonly bool isLanguageString;

    // Of a literal: the tag of a language-tagged string, which has a fixed datatype, else the datatype.
    private readonly string? datatypeOrTag;

    private RdfTerm(RdfTermKind kind, string value, string? datatypeOrTag, bool isLanguageString = false)
    {
        this.kind = (byte)kind;
        Value = value;
        this.datatypeOrTag = datatypeOrTag;
        this.isLanguageString = isLanguageString;
        hash = HashCode.Combine(kind, value, datatypeOrTag, isLanguageString);
    }

    public RdfTermKind Kind => (RdfTermKind)kind;

    /// <summary>The IRI, the label of the blank node without <c>_:</c>, or the lexical form of the literal.</summary>
    public string Value { get; }

    /// <summary>The datatype IRI of a literal; null for other kinds.</summary>
    public string? Datatype => isLanguageString ? RdfVocabulary.LanguageString : datatypeOrTag;

    /// <summary>The language tag of a language-tagged string; else null.</summary>
    public string? Language => isLanguageString ? datatypeOrTag : null;

    public bool IsBlank => Kind == RdfTermKind.BlankNode;

    public static RdfTerm Iri(string iri) => new(RdfTermKind.Iri, iri, null);

    /// <summary>A blank node; <paramref name="label"/> without <c>_:</c>.</summary>
    public static RdfTerm BlankNode(string label) => new(RdfTermKind.BlankNode, label, null);

    /// <summary>A literal with a datatype, by default xsd:string.</summary>
    public static RdfTerm Literal(string value, string datatype = RdfVocabulary.XsdString) =>
        new(RdfTermKind.Literal, value, datatype);

    public static RdfTerm LanguageString(string value, string language) =>
        new(RdfTermKind.Literal, value, language, isLanguageString: true);

    /// <inheritdoc/>
    public bool Equals(RdfTerm? other)
    {
        return ReferenceEquals(this, other) || (other is not null && hash == other.hash && kind == other.kind
            && string.Equals(Value, other.Value, StringComparison.Ordinal)
            && isLanguageString == other.isLanguageString
            && string.Equals(datatypeOrTag, other.datatypeOrTag, StringComparison.Ordinal));
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
