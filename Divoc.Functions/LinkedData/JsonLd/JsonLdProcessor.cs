using System.Runtime.InteropServices;
using System.Text.Json;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>JSON-LD 1.1 expansion and deserialisation to RDF (JSON-LD 1.1 API sections 5.1 and 8.1). Has no state; thread-safe.</summary>
/// <param name="contexts">The only contexts that documents may name.</param>
/// <param name="options">Safe mode, base and limits.</param>
public sealed class JsonLdProcessor(FrozenContexts contexts, JsonLdOptions options)
{
    /// <summary>A processor in safe mode.</summary>
    public JsonLdProcessor(FrozenContexts contexts)
        : this(contexts, JsonLdOptions.Safe)
    {
    }

    /// <summary>Expands a document.</summary>
    /// <exception cref="LinkedDataException">
    /// The document or one of its contexts is invalid, or in safe mode data would be lost.
    /// </exception>
    public ExpandedDocument Expand(JsonElement document)
    {
        if (JsonMarshal.GetRawUtf8Value(document).Length > options.MaximumBytes)
        {
            throw new LinkedDataException(LinkedDataError.LimitExceeded, "", $"the document has more than {options.MaximumBytes} bytes");
        }

        JsonText.RequireUnicode(document);
        var expander = new Expander(new ContextProcessor(contexts, options), options);
        return new ExpandedDocument(expander.ExpandDocument(document), expander.Statements);
    }

    /// <summary>Turns a document into an RDF dataset. Blank nodes get labels <c>b0</c>, <c>b1</c>, …</summary>
    /// <inheritdoc cref="Expand" path="/exception"/>
    public RdfDataset ToRdf(JsonElement document) => ToRdf(Expand(document));

    /// <summary>Turns an expanded document into an RDF dataset.</summary>
    /// <inheritdoc cref="Expand" path="/exception"/>
    public RdfDataset ToRdf(ExpandedDocument document) => new RdfEmitter(options).Emit(document);
}
