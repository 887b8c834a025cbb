namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>The kinds of RDF terms (RDF 1.1 Concepts section 3).</summary>
public enum RdfTermKind
{
    /// <summary>An IRI.</summary>
    Iri,

    /// <summary>A blank node.</summary>
    BlankNode,

    /// <summary>A literal.</summary>
    Literal,
}
