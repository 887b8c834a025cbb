using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>What safe mode accepts is covered by the signature, member by member: none can be taken away unseen.</summary>
public sealed class SafeModeCoverageTests
{
    private const string Context = """
        {
          "@version": 1.1, "id": "@id", "type": "@type", "nest": "@nest",
          "p": "urn:p", "q": "urn:q", "ref": { "@id": "urn:ref", "@type": "@id" }, "list": { "@id": "urn:list", "@container": "@list" },
          "set": { "@id": "urn:set", "@container": "@set" }, "graph": { "@id": "urn:graph", "@container": "@graph" },
          "byId": { "@id": "urn:byId", "@container": "@id" }, "byType": { "@id": "urn:byType", "@container": "@type" },
          "byTerm": { "@id": "urn:byTerm", "@container": "@index", "@index": "q" }, "said": { "@id": "urn:said", "@container": "@language" },
          "of": { "@reverse": "urn:of" }, "json": { "@id": "urn:json", "@type": "@json" },
          "T": { "@id": "urn:T", "@context": { "p": "urn:scoped", "r": "urn:r" } }, "U": "urn:U"
        }
        """;

    private static readonly string[] Names =
        [
            "p", "q", "r", "ref", "list", "set", "graph", "byId", "byType", "byTerm", "said", "of", "json", "nest", "type", "id", "@value",
            "@list", "@set", "@graph", "@included", "@reverse",
        ];

    private static readonly DocumentCanonicalizer Canonicalizer =
        new(FrozenContexts.Empty, JsonLdOptions.Safe, CanonicalizationOptions.Default with { MaximumWork = 5000 });

    private static readonly Gen<JsonNode?> Anything = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Gen.Const(JsonNode? () => JsonValue.Create("?"))
        : Gen.Frequency(
            (3, Gen.Const(JsonNode? () => JsonValue.Create("?"))),
            (1, inner.Array[0, 2].Select(JsonNode? (items) => new JsonArray([.. items.Select(static item => item?.DeepClone())]))),
            (4, Gen.Select(RandomGraphs.AnyOf(Names), inner).Array[1, 3].Select(JsonNode? (members) => Map(members)))));

    [Fact]
    public void No_member_can_be_removed_without_changing_the_signed_statements()
    {
        var accepted = 0;
        Anything.Where(static node => node is JsonObject).Sample(node =>
        {
            var document = (JsonObject)node!.DeepClone();
            var counter = 0;
            Fill(document, ref counter);
            document["@context"] = JsonNode.Parse(Context);
            if (Canonical(document) is not { } whole)
            {
                return;
            }

            Interlocked.Increment(ref accepted);
            foreach (var member in MembersOf(document))
            {
                var smaller = document.DeepClone();
                Remove(smaller, member);
                Assert.True(Canonical(smaller) != whole, $"{string.Join('/', member)} is not covered in {document.ToJsonString()}");
            }
        }, iter: 20_000);
        Assert.InRange(accepted, 500, 20_000);
    }

    private static string? Canonical(JsonNode document)
    {
        try
        {
            return Convert.ToHexString(Canonicalizer.Canonicalize(JsonSerializer.SerializeToElement(document)));
        }
        catch (LinkedDataException)
        {
            return null;
        }
    }

    /// <summary>Gives every text a value of its own, since a set of statements does not tell equal ones apart.</summary>
    private static void Fill(JsonNode node, ref int counter)
    {
        foreach (var (key, value) in Children(node))
        {
            if (value is JsonValue)
            {
                counter++;
                var text = counter.ToString(CultureInfo.InvariantCulture);
                Replace(node, key, NearestName(node, key) switch
                {
                    "id" or "ref" => "urn:n:" + text,
                    "type" => counter == 1 ? "T" : "urn:t:" + text,
                    _ => "v" + text,
                });
            }
            else if (value is not null)
            {
                Fill(value, ref counter);
            }
        }
    }

    private static string NearestName(JsonNode node, object key) =>
        key as string ?? (node.Parent is JsonObject ? node.GetPropertyName() : "");

    private static List<(object Key, JsonNode? Value)> Children(JsonNode node)
    {
        return node switch
        {
            JsonObject map => [.. map.Select(static member => ((object)member.Key, member.Value))],
            JsonArray array => [.. array.Select(static (item, index) => ((object)index, item))],
            _ => [],
        };
    }

    private static void Replace(JsonNode node, object key, string value)
    {
        if (key is string name)
        {
            node[name] = value;
        }
        else
        {
            node[(int)key] = value;
        }
    }

    private static IEnumerable<object[]> MembersOf(JsonNode node)
    {
        foreach (var (key, value) in Children(node).Where(static child => child.Key is not "@context"))
        {
            yield return [key];
            foreach (var inner in value is null ? [] : MembersOf(value))
            {
                yield return [key, .. inner];
            }
        }
    }

    private static void Remove(JsonNode document, object[] path)
    {
        var parent = path[..^1].Aggregate(document, static (node, key) => key is string name ? node[name]! : node[(int)key]!);
        if (path[^1] is string last)
        {
            parent.AsObject().Remove(last);
        }
        else
        {
            parent.AsArray().RemoveAt((int)path[^1]);
        }
    }

    private static JsonObject Map((string Name, JsonNode? Value)[] members)
    {
        var map = new JsonObject();
        foreach (var (name, value) in members)
        {
            map[name] = name switch
            {
                "byId" => new JsonObject { ["urn:k:" + members.Length] = value?.DeepClone() },
                "byType" => new JsonObject { ["U"] = value?.DeepClone() },
                "byTerm" => new JsonObject { ["k"] = value?.DeepClone() },
                "said" => new JsonObject { ["en"] = value?.DeepClone() },
                _ => value?.DeepClone(),
            };
        }

        return map;
    }
}
