using System.Text.Json;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData;

/// <summary>Makes the canonical N-Quads of a JSON-LD document: expansion, RDF, canonicalisation. Has no state; thread-safe.</summary>
/// <param name="contexts">The only contexts that documents may name.</param>
/// <param name="reading">Safe mode, base and limits.</param>
/// <param name="writing">Form, hash and limits.</param>
public sealed class DocumentCanonicalizer(FrozenContexts contexts, JsonLdOptions reading, CanonicalizationOptions writing)
{
    private readonly JsonLdProcessor processor = new(contexts, reading);
    private readonly RdfCanonicalizer canonicalizer = new(writing);

    /// <summary>The canonical N-Quads, UTF-8.</summary>
    /// <exception cref="LinkedDataException">
    /// The document is invalid, would lose data in safe mode, or takes more work than allowed.
    /// </exception>
    public byte[] Canonicalize(JsonElement document) => canonicalizer.Canonicalize(processor.ToRdf(document)).NQuads;

    /// <summary>The hash of the canonical N-Quads, with the hash of the options.</summary>
    /// <inheritdoc cref="Canonicalize" path="/exception"/>
    public byte[] Hash(JsonElement document) => canonicalizer.Hash(processor.ToRdf(document));
}
