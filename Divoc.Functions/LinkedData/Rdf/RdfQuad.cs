namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>A statement of an RDF dataset.</summary>
/// <param name="Subject">An IRI or a blank node.</param>
/// <param name="Predicate">An IRI (a blank node only in generalised RDF).</param>
/// <param name="Object">Any term.</param>
/// <param name="Graph">The graph's name, an IRI or a blank node; null for the default graph.</param>
public readonly record struct RdfQuad(RdfTerm Subject, RdfTerm Predicate, RdfTerm Object, RdfTerm? Graph = null);
