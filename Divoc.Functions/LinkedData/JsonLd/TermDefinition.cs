using System.Text.Json;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The definition of a term in a context (JSON-LD 1.1 API section 4.2).</summary>
internal sealed class TermDefinition
{
    /// <summary>An IRI, a blank node identifier or a keyword; null if the context removes the term.</summary>
    public string? Iri { get; set; }

    /// <summary>The IRI as a term of RDF; null if it can't be a predicate, or the definition is not shared.</summary>
    public RdfTerm? Predicate { get; set; }

    public bool IsPrefix { get; set; }

    public bool IsProtected { get; set; }

    public bool IsReverse { get; set; }

    public Containers Containers { get; set; }

    public string? Type { get; set; }

    public string? Index { get; set; }

    public string? Nest { get; set; }

    public bool HasLanguage { get; set; }

    public string? Language { get; set; }

    public bool HasDirection { get; set; }

    public string? Direction { get; set; }

    /// <summary>The scoped context, if <see cref="HasContext"/>.</summary>
    public JsonElement Context { get; set; }

    public bool HasContext { get; set; }

    /// <summary>The base of relative references in the scoped context.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>It is from a frozen context, so that everything derived from it may be cached.</summary>
    public bool IsShared { get; set; }

    public bool Has(Containers container) => (Containers & container) != 0;

    /// <summary>Whether both are equal except for protection (section 4.2.2 step 27).</summary>
    public bool SameBut(TermDefinition other)
    {
        return Iri == other.Iri
            && IsPrefix == other.IsPrefix
            && IsReverse == other.IsReverse
            && Containers == other.Containers
            && Type == other.Type
            && Index == other.Index && Nest == other.Nest && HasLanguage == other.HasLanguage && Language == other.Language
            && HasDirection == other.HasDirection && Direction == other.Direction && HasContext == other.HasContext
            && (!HasContext || JsonElement.DeepEquals(Context, other.Context));
    }
}
