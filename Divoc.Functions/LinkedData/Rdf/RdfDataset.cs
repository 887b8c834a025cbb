using System.Collections;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>A set of quads (RDF 1.1 Concepts section 4). Keeps the order of insertion; adding a quad twice changes nothing.</summary>
public sealed class RdfDataset : IReadOnlyCollection<RdfQuad>
{
    private readonly HashSet<RdfQuad> quads;

    /// <summary>An empty dataset.</summary>
    public RdfDataset() => quads = [];

    public RdfDataset(IEnumerable<RdfQuad> quads) => this.quads = [.. quads];

    /// <inheritdoc/>
    public int Count => quads.Count;

    /// <summary>Adds a quad; false if it is already there.</summary>
    public bool Add(RdfQuad quad) => quads.Add(quad);

    /// <summary>Whether the quad is in the set, blank nodes compared by label.</summary>
    public bool Contains(RdfQuad quad) => quads.Contains(quad);

    /// <inheritdoc/>
    public IEnumerator<RdfQuad> GetEnumerator() => quads.GetEnumerator();

    /// <summary>Makes room for this number of quads.</summary>
    internal void MakeRoom(int count) => quads.EnsureCapacity(count);

    internal void CopyTo(RdfQuad[] array) => quads.CopyTo(array);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A statement of an RDF dataset.</summary>
/// <param name="Subject">An IRI or a blank node.</param>
/// <param name="Predicate">An IRI (a blank node only in generalised RDF).</param>
/// <param name="Object">Any term.</param>
/// <param name="Graph">The graph's name, an IRI or a blank node; null for the default graph.</param>
public readonly record struct RdfQuad(RdfTerm Subject, RdfTerm Predicate, RdfTerm Object, RdfTerm? Graph = null);
