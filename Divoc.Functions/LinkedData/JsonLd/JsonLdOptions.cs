using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>How documents are processed, and the limits of processing.</summary>
public sealed record JsonLdOptions
{
    /// <summary>Safe mode, no base IRI, the default limits: for signing and verifying.</summary>
    public static JsonLdOptions Safe { get; } = new();

    /// <summary>
    /// On by default: whatever would not reach the RDF (a member no context defines, a relative IRI, null, an index, …) is an error that
    /// names its place, so that nothing in a document stays unsigned. Off: it is dropped, as the JSON-LD algorithms say.
    /// </summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>The absolute IRI that relative references are resolved against; null (the default) where there is none.</summary>
    public string? BaseIri { get; init; }

    /// <summary>A context that holds before the document's own.</summary>
    public JsonElement? ExpandContext { get; init; }

    /// <summary>The processing mode, 1.1 unless said otherwise.</summary>
    public JsonLdVersion Version { get; init; }

    /// <summary>How base directions are written to RDF.</summary>
    public RdfDirection Direction { get; init; }

    /// <summary>Whether blank nodes may be predicates in the RDF (generalised RDF). Off: such statements are dropped.</summary>
    public bool GeneralizedRdf { get; init; }

    /// <summary>Deepest nesting of a document; 64 as System.Text.Json's own default.</summary>
    public int MaximumDepth { get; init; } = 64;

    /// <summary>Longest document in bytes of JSON; 1 MiB, far beyond any signed credential.</summary>
    public int MaximumBytes { get; init; } = 1024 * 1024;

    /// <summary>Most quads that a document may become.</summary>
    public int MaximumQuads { get; init; } = 100_000;

    /// <summary>Most contexts that may load one another in a chain.</summary>
    public int MaximumContextDepth { get; init; } = 16;

    /// <summary>
    /// Most work on contexts and IRIs: a unit is a term definition read or copied, or 16 characters of an IRI that is made of a term or a
    /// relative reference. Bounds what nested scoped contexts and long prefixes can cost.
    /// </summary>
    public int MaximumContextWork { get; init; } = 1_000_000;
}

/// <summary>The processing mode (JSON-LD 1.1 section 4.1.1).</summary>
public enum JsonLdVersion
{
    JsonLd11,

    /// <summary>JSON-LD 1.0: additions of 1.1 to contexts are refused.</summary>
    JsonLd10,
}

/// <summary>How the base direction of a string is written to RDF (JSON-LD 1.1 API section 9.1.2, rdfDirection).</summary>
public enum RdfDirection
{
    /// <summary>Not at all; in safe mode a direction is then an error.</summary>
    None,

    /// <summary>As a datatype <c>https://www.w3.org/ns/i18n#language_direction</c>.</summary>
    I18nDatatype,

    /// <summary>As a blank node with rdf:value, rdf:language and rdf:direction.</summary>
    CompoundLiteral,
}
