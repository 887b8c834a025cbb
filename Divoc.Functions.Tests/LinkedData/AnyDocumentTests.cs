using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>Whatever JSON comes in, sense or nonsense, the outcome is a result or a <see cref="LinkedDataException"/>.</summary>
public sealed class AnyDocumentTests
{
    private static readonly string[] Words =
    [
        "@id", "@type", "@value", "@language", "@direction", "@list", "@set", "@graph", "@included", "@index", "@reverse", "@nest", "@none",
        "@json", "@context",
        "@base", "@vocab", "@container", "@protected", "@propagate", "@import", "@prefix", "@version", "@unknown", "@", "", ":", "a", "b",
        "T", "a:b", "_:x", "_:",
        "urn:x:y", "https://example.org/", "https://example.org/c", "x/y", "//", "#", "en", "rtl", "not a tag",
    ];

    private static readonly FrozenContexts Contexts = FrozenContexts.Empty.With(
        "https://example.org/c",
        """{ "@context": { "@version": 1.1, "a": { "@id": "urn:p:", "@prefix": true }, "b": { "@id": "urn:q", "@container": ["@graph", "@id"] }, "T": { "@id": "urn:T", "@context": { "a": null } } } }"""u8
            .ToArray());

    private static readonly Gen<JsonNode?> Scalar = Gen.Frequency(
        (8, RandomGraphs.AnyOf(Words).Select(JsonNode? (text) => JsonValue.Create(text))),
        (1, Gen.OneOf(Gen.Double[-1e22, 1e22], RandomGraphs.AnyOf(0, 1, 1.1, 1.5, 1e21))
            .Select(JsonNode? (number) => JsonValue.Create(number))),
        (1, Gen.Bool.Select(JsonNode? (value) => JsonValue.Create(value))),
        (1, Gen.Const((JsonNode?)null)));

    private static readonly Gen<JsonNode?> Anything = Gen.Recursive<JsonNode?>((depth, inner) => depth > 5
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (2, inner.Array[0, 3].Select(JsonNode? (items) => new JsonArray([.. items.Select(static item => item?.DeepClone())]))),
            (5, Gen.Select(RandomGraphs.AnyOf(Words), inner).Array[0, 4].Select(JsonNode? (members) => Map(members)))));

    [Fact]
    public void Every_document_gives_a_result_or_a_named_error()
    {
        var accepted = 0;
        Gen.Select(Anything, Anything).Sample((document, context) =>
        {
            if (document is JsonObject map && !map.ContainsKey("@context"))
            {
                map["@context"] = new JsonArray("https://example.org/c", context?.DeepClone());
            }

            var loose = Canonical(document, isSafe: false);
            if (loose is not null)
            {
                Interlocked.Increment(ref accepted);
            }

            // What safe mode accepts is what the algorithms make of it.
            var safe = Canonical(document, isSafe: true);
            Assert.True(safe is null || safe.AsSpan().SequenceEqual(loose));
        }, iter: 20_000);
        Assert.InRange(accepted, 1000, 20_000);
    }

    private static byte[]? Canonical(JsonNode? document, bool isSafe)
    {
        try
        {
            var options = JsonLdOptions.Safe with { SafeMode = isSafe };
            return new DocumentCanonicalizer(Contexts, options, CanonicalizationOptions.Default)
                .Canonicalize(JsonSerializer.SerializeToElement(document));
        }
        catch (LinkedDataException exception)
        {
            Assert.NotEmpty(exception.Code);
            return null;
        }
    }

    private static JsonObject Map((string Name, JsonNode? Value)[] members)
    {
        var map = new JsonObject();
        foreach (var (name, value) in members)
        {
            map[name] = value?.DeepClone();
        }

        return map;
    }
}
