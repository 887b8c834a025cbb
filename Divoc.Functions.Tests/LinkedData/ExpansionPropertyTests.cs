using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.Tests.LinkedData;

public sealed class ExpansionPropertyTests
{
    private const string Context = """
        {
          "@version": 1.1,
          "@vocab": "https://example.org/",
          "id": "@id",
          "type": "@type",
          "ref": { "@type": "@id" },
          "date": { "@type": "https://example.org/date" },
          "list": { "@container": "@list" },
          "set": { "@container": "@set" },
          "graph": { "@container": "@graph" },
          "said": { "@container": "@language" },
          "at": { "@container": "@index" },
          "by": { "@container": "@id" },
          "of": { "@reverse": "part" },
          "json": { "@type": "@json" },
          "Scoped": { "@context": { "name": "https://example.com/name" } }
        }
        """;

    private static readonly JsonLdProcessor Processor = new(FrozenContexts.Empty, JsonLdOptions.Safe with { SafeMode = false });

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        RandomGraphs.AnyOf("", "x", "urn:a:b", "name", "_:b0", "@none").Select(JsonNode? (text) => JsonValue.Create(text)),
        Gen.Int[-3, 3].Select(JsonNode? (number) => JsonValue.Create(number)),
        Gen.Bool.Select(JsonNode? (value) => JsonValue.Create(value)),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<JsonNode?> Anything = Gen.Recursive<JsonNode?>((depth, inner) => depth > 4
        ? Scalar
        : Gen.Frequency((3, Scalar), (1, inner.Array[0, 3].Select(JsonNode? (items) => new JsonArray([.. items]))), (3, Map(inner))));

    [Fact]
    public void Expanding_an_expanded_document_does_not_change_it()
    {
        var expandedAtAll = 0;
        Gen.Select(Map(Anything), Gen.Int).Sample((document, _) =>
        {
            document!["@context"] = JsonNode.Parse(Context);
            if (TryExpand(JsonSerializer.SerializeToElement(document)) is not { } once)
            {
                return;
            }

            Interlocked.Increment(ref expandedAtAll);
            var twice = Processor.Expand(JsonElement.Parse(once)).ToJson();
            Assert.True(UnorderedJson.AreEqual(JsonElement.Parse(once), JsonElement.Parse(twice)), document.ToJsonString());
        }, iter: 5000);
        Assert.InRange(expandedAtAll, 1000, 5000);
    }

    private static byte[]? TryExpand(JsonElement document)
    {
        try
        {
            return Processor.Expand(document).ToJson();
        }
        catch (Divoc.Functions.LinkedData.LinkedDataException)
        {
            // Many random documents are no JSON-LD; those say nothing here.
            return null;
        }
    }

    private static JsonObject Node(JsonNode? value) => new() { ["name"] = "x", ["set"] = value?.DeepClone() };

    private static Gen<JsonNode?> Map(Gen<JsonNode?> inner)
    {
        var name = RandomGraphs.AnyOf("name", "ref", "date", "list", "set", "graph", "said", "at", "by", "of", "json", "urn:p:q");
        var head = RandomGraphs.AnyOf<(string Name, string Value)?>(
            null, null, ("id", "urn:a:b"), ("id", "_:b1"), ("type", "Scoped"), ("type", "Other"));
        return Gen.Select(Gen.Select(name, inner).Array[0, 4], head, JsonNode? (members, start) =>
        {
            var map = new JsonObject();
            if (start is { } first)
            {
                map[first.Name] = first.Value;
            }

            foreach (var (key, value) in members)
            {
                // Values as graphs, or with an id out of a map, are kept when they are first read, and not when they are read again: so
                // says the algorithm.
                map[key] = key switch
                {
                    "graph" => Node(value),
                    "by" => new JsonObject { ["urn:c:d"] = Node(value), ["@none"] = new JsonArray(Node(value)) },
                    _ => value?.DeepClone(),
                };
            }

            return map;
        });
    }
}
