using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>
/// The contexts that documents may name: IRI to document, parsed once, never changed, thread-safe. Nothing is ever fetched; an unknown IRI
/// is an error. Caches processed contexts, so that the next document costs little.
/// </summary>
public sealed class FrozenContexts
{
    /// <summary>Limits the cache, because documents that combine contexts in ever new ways could make it grow.</summary>
    private const int MaximumKept = 2048;

    private readonly FrozenDictionary<string, JsonElement> documents;
    private readonly ConcurrentDictionary<ProcessedKey, ActiveContext> processed = new();

    private FrozenContexts(IEnumerable<KeyValuePair<string, JsonElement>> documents)
    {
        this.documents = documents.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>No context: documents can only have inline contexts.</summary>
    public static FrozenContexts Empty { get; } = new([]);

    public IEnumerable<string> Iris => documents.Keys;

    /// <summary>The names and the IRIs of the contexts.</summary>
    internal KnownTexts Names => field ??= new(documents.Keys.Concat(documents.Values.SelectMany(NamesIn)));

    internal ActiveContext Initial { get; } = new(baseIri: null) { IsShared = true };

    /// <summary>Parses the documents.</summary>
    /// <param name="documents">IRI and JSON document (UTF-8), with its member <c>@context</c>.</param>
    /// <exception cref="LinkedDataException">
    /// A document is not JSON (code <c>loading remote context failed</c>) or not valid Unicode.
    /// </exception>
    public static FrozenContexts Of(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> documents)
    {
        return new FrozenContexts(documents.Select(static entry => KeyValuePair.Create(entry.Key, Parse(entry.Key, entry.Value))));
    }

    /// <summary>These and the contexts of another set; if both have an IRI, the other one counts.</summary>
    public FrozenContexts With(FrozenContexts others)
    {
        var all = new Dictionary<string, JsonElement>(documents, StringComparer.Ordinal);
        foreach (var (iri, document) in others.documents)
        {
            all[iri] = document;
        }

        return new FrozenContexts(all);
    }

    /// <summary>These and one more.</summary>
    public FrozenContexts With(string iri, ReadOnlyMemory<byte> document) => With(Of([KeyValuePair.Create(iri, document)]));

    internal bool TryGet(string iri, out JsonElement document) => documents.TryGetValue(iri, out document);

    internal ActiveContext? FindProcessed(ProcessedKey key) => processed.GetValueOrDefault(key);

    internal void Keep(ProcessedKey key, ActiveContext context)
    {
        if (processed.Count >= MaximumKept)
        {
            // Starting over costs a few milliseconds; if the first entries were kept, one unusual document could slow all others for good.
            processed.Clear();
        }

        processed.TryAdd(key, context);
    }

    private static IEnumerable<string> NamesIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => NamesIn(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(NamesIn),
        _ => [],
    };

    private static JsonElement Parse(string iri, ReadOnlyMemory<byte> document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            JsonText.RequireUnicode(parsed.RootElement);
            return parsed.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new LinkedDataException("loading remote context failed", iri, "the context is no JSON document", exception);
        }
    }
}

/// <summary>
/// The key of a processed context: the active context before it, by identity, and a context's IRI or a term's definition.
/// </summary>
internal readonly record struct ProcessedKey(ActiveContext Before, object Source, bool OverrideProtected, bool Propagate);
