using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>
/// What becomes of random documents outside safe mode is what jsonld.js, written by the standard's editors, makes of them.
/// </summary>
public sealed partial class JsonLdPeerTests(ITestOutputHelper output)
{
    private const int Documents = 5_000;
    private const int Seed = 20_261_129;

    /// <summary>
    /// Where jsonld.js 9.0.0 does other than the letter of the standard (JSON-LD 1.1 API): why, the shortest document that shows it, and
    /// how to know it.
    /// </summary>
    private static readonly Deviation[] Deviations =
    [
        new("It ends in a TypeError where an item of a list, or a type, is no IRI (8.3 step 3.2 leaves the item out).",
            """{"@context":{"@vocab":"urn:v:"},"a":{"@list":[{"@id":"no-iri"}]}}""",
            (document, own, theirs) => theirs.EndsWith(" TypeError", StringComparison.Ordinal)),
        new("It refuses an id for the value of an id map that is no node (13.8.3.7.4 asks for no node).",
            """{"@context":{"a":{"@id":"urn:a","@container":"@id"}},"a":{"urn:x:1":{"@value":"text"}}}""",
            (document, own, theirs) => theirs.Contains("Attempt to add illegal key to value object", StringComparison.Ordinal)),
        new(
            "It adds a type for the value of a type map that is no node, whatever the value has already (RDF has no literal with a "
            + "language and another type, nor with a type that is no IRI).",
            """{"@context":{"a":{"@id":"urn:a","@container":"@type"}},"a":{"no-iri":{"@value":"text"}}}""",
            (document, own, theirs) => HasContainer(document, "@type") && theirs.Contains("\"^^<", StringComparison.Ordinal)),
        new(
            "It takes a keyword for the language of a language map (13.7.4.2 makes it a tag that is none, "
            + "and 8.2.2 step 3 leaves the value out).",
            """{"@context":{"a":{"@id":"urn:a","@container":"@language"}},"a":{"@value":"text"}}""",
            (document, own, theirs) => HasContainer(document, "@language") && theirs.Contains("\"@@", StringComparison.Ordinal)),
        new("It leaves out the statement that names a graph of which nothing is left (13.12 makes a graph of any value).",
            """{"@context":{"a":{"@id":"urn:a","@container":"@graph"}},"@id":"urn:x:1","a":"text"}""",
            (document, own, theirs) => HasContainer(document, "@graph") && Lines(theirs).Count < Lines(own).Count),
        new("It looks into a member named @none outside of maps (13.4 does nothing with it).",
            """{"@context":{"a":"urn:a"},"a":{"@none":{"@value":4,"@language":"en"}}}""",
            (document, own, theirs) => document.Contains("\"@none\":", StringComparison.Ordinal)
                && theirs.StartsWith("Invalid JSON-LD syntax;", StringComparison.Ordinal)),
        new("It refuses a node in @included that is its id alone (13.4.6.3 asks for a node, which that is).",
            """{"@context":{"a":"urn:a"},"a":{"@included":[{"@id":"urn:x:1"}]}}""",
            (document, own, theirs) => theirs.Contains("values of @included must expand to node objects", StringComparison.Ordinal)),
        new(
            "It looks in a term's own context for how the term itself is written: whether it is reversed, "
            + "and what its map's ids are relative to (13.8.3 and 13.13 look in the active one).",
            """{"@context":{"a":{"@id":"urn:a","@context":{"a":{"@reverse":"urn:b"}}}},"a":"text"}""",
            (document, own, theirs) => document.LastIndexOf("\"@context\"", StringComparison.Ordinal) > 2
                && (document.Contains("\"@reverse\"", StringComparison.Ordinal) || HasContainer(document, "@id"))),
        new("It writes a statement twice that is made twice (a dataset is a set).",
            """{"@context":{"a":"urn:a"},"@id":"urn:x:1","a":[{"@list":[]},{"@list":[]}]}""",
            (document, own, theirs) => Lines(own).SetEquals(Lines(theirs))),
    ];

    [Fact]
    public async Task Random_documents_give_the_same_statements_as_in_jsonld_js()
    {
        var documents = new RandomDocuments(new Random(Seed));
        var texts = Enumerable.Range(0, Documents).Select(_ => documents.Next().ToJsonString()).ToArray();

        var (alike, statements) = (0, 0);
        var differences = new List<string>();
        foreach (var (document, own, theirs) in await CompareAsync(texts))
        {
            if (own == theirs)
            {
                alike++;
                statements += own.Length > 0 ? 1 : 0;
            }
            else if (!Array.Exists(Deviations, deviation => deviation.Shows(document, own, theirs)))
            {
                differences.Add($"{document}\n  ours: {own}\n  theirs: {theirs}");
            }
        }

        output.WriteLine($"{alike} of {Documents} alike, {statements} of them with statements");
        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n{string.Join('\n', differences)}");
        Assert.True(statements > 1_000 && alike > 0.97 * Documents, $"Of {alike} that are alike only {statements} say something.");
    }

    [Theory]
    [InlineData("""{"p":{"@list":[1,2]},"@context":{"p":"_:bn"}}""", "")]
    [InlineData("""{"p":{"@list":[1]},"@context":{"@vocab":"urn:v:"},"@id":"no-iri"}""", "")]
    [InlineData("""{"p":{"@list":[{"@id":"urn:x:1","q":"text"}]},"@context":{"p":"_:bn","q":"urn:q"}}""", "<urn:x:1> <urn:q> \"text\" .\n")]
    public void If_a_statement_is_omitted_its_list_is_omitted_too(string document, string quads) =>
        Assert.Equal((quads, null), Own(document));

    [Fact]
    public async Task Each_listed_deviation_of_jsonld_js_still_exists()
    {
        var compared = await CompareAsync([.. Deviations.Select(deviation => deviation.Example)]);

        Assert.All(compared.Zip(Deviations), pair =>
        {
            var ((document, own, theirs), deviation) = pair;
            Assert.True(own != theirs && deviation.Shows(document, own, theirs), $"{deviation.Why}\n  ours: {own}\n  theirs: {theirs}");
        });
    }

    /// <summary>What becomes of each document here and there: statements, or the error.</summary>
    private static async Task<IReadOnlyList<(string Document, string Own, string Theirs)>> CompareAsync(string[] documents)
    {
        var verdicts = await JudgeAsync(documents);
        return [.. documents.Zip(verdicts, (document, verdict) => Compare(document, verdict))];
    }

    private static (string Document, string Own, string Theirs) Compare(string document, JsonNode verdict)
    {
        var own = Own(document);
        var theirs = verdict["nquads"]?.GetValue<string>();

        // Which of several errors is met first is not compared.
        return own.Quads is null && theirs is null
            ? (document, "", "")
            : (document, own.Quads ?? own.Error!, theirs ?? $"{verdict["message"]} {verdict["error"]}");
    }

    private static bool HasContainer(string document, string container)
    {
        return document.Contains($"\"@container\":\"{container}\"", StringComparison.Ordinal)
            || document.Contains($"\"@container\":[\"{container}\",", StringComparison.Ordinal);
    }

    /// <summary>Statements without the names of blank nodes, which a statement more renumbers.</summary>
    private static HashSet<string> Lines(string quads)
    {
        return [.. quads.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => BlankNode().Replace(line, "_:b"))];
    }

    [GeneratedRegex("_:c14n[0-9]+")]
    private static partial Regex BlankNode();

    private static (string? Quads, string? Error) Own(string text)
    {
        try
        {
            var options = JsonLdOptions.Safe with { SafeMode = false };
            using var document = JsonDocument.Parse(text);
            return (
                Encoding.UTF8.GetString(
                    new DocumentCanonicalizer(FrozenContexts.Empty, options, CanonicalizationOptions.Default)
                        .Canonicalize(document.RootElement)),
                null);
        }
        catch (LinkedDataException refused)
        {
            return (null, $"{refused.Code} {refused.Message}");
        }
    }

    private static async Task<JsonNode[]> JudgeAsync(string[] documents)
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The npm packages of the tests are missing: run ./test.sh, or npm ci in Divoc.Functions.Tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "LinkedData", "jsonld-judge.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var answers = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var document in documents)
        {
            await process.StandardInput.WriteLineAsync(document);
        }

        process.StandardInput.Close();
        var lines = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(documents.Length, lines.Length);
        return Array.ConvertAll(lines, line => JsonNode.Parse(line)!);
    }
}

/// <summary>Where jsonld.js does other than the standard.</summary>
/// <param name="Why">What it does, and what the standard says.</param>
/// <param name="Example">A document that shows it.</param>
/// <param name="Shows">Whether a difference can come of it, by the document and what became of it here and there.</param>
internal sealed record Deviation(string Why, string Example, Func<string, string, string, bool> Shows);

/// <summary>
/// Makes JSON-LD documents of which most mean something: terms with all kinds of definitions, and values that do or do not suit them.
/// </summary>
internal sealed class RandomDocuments(Random dice)
{
    private static readonly string[] Terms = ["a", "b", "c", "d", "e", "T", "U"];
    private static readonly string[] Iris =
        ["urn:x:p", "https://example.org/q", "https://example.org/r#s", "_:bn", "_:other", "relative", "q:suffix", "p:name", "#x", ""];
    private static readonly string[] Types =
        ["@id", "@vocab", "@json", "@none", "https://example.org/date", "http://www.w3.org/2001/XMLSchema#decimal", "_:type"];
    private static readonly string[] Containers = ["@list", "@set", "@language", "@index", "@id", "@type", "@graph"];
    private static readonly string[] Texts =
        ["", "text", "en", "urn:x:1", "_:bn", "https://example.org/o", "a", "T", "rel/ative", "5", "@none"];

    public JsonObject Next()
    {
        var document = Node(0);
        document.Insert(0, "@context", dice.Next(8) == 0 ? new JsonArray(Context(0), Context(0)) : Context(0));
        return document;
    }

    private JsonObject Context(int depth)
    {
        var context = new JsonObject();
        if (dice.Next(2) == 0)
        {
            context["@vocab"] = Of(["https://example.org/v/", "urn:v:", "_:v", ""]);
        }

        if (dice.Next(6) == 0)
        {
            context["@base"] = Of(["https://example.org/base/", "https://example.org/b?q#f"]);
        }

        if (dice.Next(6) == 0)
        {
            context["@language"] = Of(["en", "de-CH"]);
        }

        if (dice.Next(3) == 0)
        {
            context["p"] = new JsonObject { ["@id"] = "https://example.org/p/", ["@prefix"] = true };
        }

        // Not terms that stand as values too: section 5.2.2 step 4 makes the keyword of an id that is written like its alias, jsonld.js
        // does not.
        context["i"] = dice.Next(4) == 0 ? JsonValue.Create("@id") : null;
        context["t"] = dice.Next(4) == 0 ? JsonValue.Create("@type") : null;
        for (var count = dice.Next(1, 6); count > 0; count--)
        {
            context[Of(Terms)] = Definition(depth);
        }

        return context;
    }

    private JsonNode? Definition(int depth)
    {
        if (dice.Next(3) == 0)
        {
            return dice.Next(12) == 0 ? null : JsonValue.Create(Of(Iris));
        }

        var definition = new JsonObject { [dice.Next(12) == 0 ? "@reverse" : "@id"] = Of(Iris) };
        if (dice.Next(3) == 0)
        {
            definition["@type"] = Of(Types);
        }

        // Not of a JSON literal, which section 5.1.2 step 13.6 makes of the whole map and jsonld.js of its members; nor two of a reverse
        // property, which section 4.2.2 step 13.4 refuses.
        if (dice.Next(3) == 0 && definition["@type"]?.GetValue<string>() != "@json")
        {
            definition["@container"] = dice.Next(5) == 0 && !definition.ContainsKey("@reverse")
                ? new JsonArray(Of(Containers), "@set")
                : JsonValue.Create(Of(Containers));
        }

        if (dice.Next(8) == 0)
        {
            definition["@language"] = dice.Next(3) == 0 ? null : JsonValue.Create("fr");
        }

        if (dice.Next(10) == 0)
        {
            definition["@direction"] = Of(["ltr", "rtl"]);
        }

        if (dice.Next(10) == 0 && depth < 2)
        {
            definition["@context"] = Context(depth + 1);
        }

        if (dice.Next(14) == 0)
        {
            definition["@nest"] = "@nest";
        }

        return definition;
    }

    private JsonObject Node(int depth)
    {
        var node = new JsonObject();
        if (dice.Next(3) == 0)
        {
            node[Of(["@id", "i"])] = Of(Texts);
        }

        if (dice.Next(4) == 0)
        {
            node["@type"] = dice.Next(4) == 0 ? new JsonArray(Of(Texts), Of(Texts)) : JsonValue.Create(Of([.. Texts, "T", "U", "urn:x:T"]));
        }

        for (var count = dice.Next(1, 4); count > 0; count--)
        {
            node[dice.Next(8) == 0 ? Of(Iris) : Of(Terms)] = Value(depth + 1);
        }

        switch (dice.Next(18))
        {
            case 0:
                node["@graph"] = new JsonArray(Node(depth + 1));
                break;
            case 1:
                node["@included"] = new JsonArray(Node(depth + 1));
                break;
            case 2:
                node["@reverse"] = new JsonObject { [Of(Terms)] = Node(depth + 1) };
                break;
            case 3:
                node["@index"] = "i";
                break;
            case 4:
                node["@nest"] = new JsonObject { [Of(Terms)] = Value(depth + 1) };
                break;
            default:
                break;
        }

        return node;
    }

    private JsonNode? Value(int depth) => dice.Next(depth > 3 ? 5 : 12) switch
    {
        0 => Of(Texts),
        1 => dice.Next(4) switch
        {
            0 => JsonValue.Create(true),
            1 => JsonValue.Create(dice.Next(-5, 100)),
            2 => JsonValue.Create(dice.Next(1000) / 8.0),
            _ => null,
        },
        2 => ValueObject(),
        3 => Of(Texts),
        4 => new JsonObject { ["@id"] = Of(Texts) },
        5 or 6 => Node(depth + 1),
        7 => new JsonObject { ["@list"] = List(depth) },
        8 => Array(depth),
        9 => new JsonObject { ["@set"] = Array(depth) },
        10 => new JsonObject { [Of(["en", "de", "@none", "urn:x:i", "T"])] = Value(depth + 1), [Of(["fr", "_:k", "k"])] = Of(Texts) },
        _ => Node(depth + 1),
    };

    /// <summary>
    /// Without arrays in it: where the term is no list itself section 5.1.2 step 5.2 makes them part of the list, jsonld.js a list of their
    /// own.
    /// </summary>
    private JsonArray List(int depth) => [.. Array(depth)
        .Where(item => item is not JsonArray && (item as JsonObject)?.ContainsKey("@set") != true)
        .Select(item => item?.DeepClone())];

    private JsonArray Array(int depth) => [.. Enumerable.Range(0, dice.Next(4)).Select(_ => Value(depth + 1))];

    private JsonObject ValueObject()
    {
        var value = new JsonObject { ["@value"] = dice.Next(3) == 0 ? JsonValue.Create(dice.Next(9)) : JsonValue.Create(Of(Texts)) };
        switch (dice.Next(4))
        {
            case 0:
                value["@type"] = Of([.. Types, "T", "urn:x:T"]);
                break;
            case 1:
                value["@language"] = Of(["en", "de-CH"]);
                break;
            case 2:
                value["@index"] = "i";
                break;
            default:
                break;
        }

        return value;
    }

    private string Of(string[] choices) => choices[dice.Next(choices.Length)];
}
