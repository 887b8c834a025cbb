using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Rendering.Templates;
using Json.Schema;

namespace Divoc.Functions.Tests.Rendering.Templates;

/// <summary>
/// The JSON Schemas, by which editors help whoever writes templates and labels, and the reader judge alike: what a schema refuses the
/// reader refuses, and what the reader refuses the schema refuses, but for rules that JSON Schema can't say.
/// </summary>
public sealed class TemplateSchemaTests
{
    /// <summary>Parts of the messages about what the schemas can't see.</summary>
    private static readonly string[] BeyondTheSchemas =
        ["contrast of", "one block of type", "whole number from 1 to 2", "data of an SVG path", "within its viewBox"];

    private static readonly JsonSchema Templates = Schema("template");
    private static readonly JsonSchema Labels = Schema("labels");

    /// <summary>What is put into each place in turn: for every rule about a kind of value something that breaks it.</summary>
    private static readonly string[] Values =
        [
            "null", "true", "7", "1.5", "-1", "\"\"", "\"x\"", "\"A4\"", "\"test\"", "\"first\"", "\"/meta/x\"", "\"/meta/~\"",
            "\"/claims/x\"", "\"/certificate/x\"", "\"/other/x\"", "[]", "{}", "[7]", "[\"x\"]", $"\"{new string('x', 700)}\"",
        ];

    public static TheoryData<string> Faults => [.. TemplateFiles.Faults.Select(fault => fault.Name)];

    public static TheoryData<string> Files =>
        [.. FilesOf("../../Types/Vaccination"), .. FilesOf("../../Types/Test"), .. FilesOf("../../Types/Recovery"), .. FilesOf("Labels")];

    [Theory]
    [MemberData(nameof(Faults))]
    public void The_schema_detects_the_errors_that_JSON_Schema_can_express(string name)
    {
        var (_, damage, _, _, schemaSeesIt) = TemplateFiles.Faults.Single(fault => fault.Name == name);
        var template = TemplateFiles.Small();
        damage(template);

        Assert.Equal(!schemaSeesIt, IsValid(Templates, template));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_built_in_files_are_accepted_by_schema_and_reader(string file)
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(TemplateFiles.Folder, file)))!;
        var isTemplate = file.EndsWith(".template.json", StringComparison.Ordinal);

        Assert.True(IsValid(isTemplate ? Templates : Labels, document));
        Assert.Empty(ProblemsOf(document, isTemplate));
    }

    [Fact]
    public void Schema_and_reader_agree_on_every_broken_template()
    {
        var template = TemplateFiles.Small();
        template["page"] = new JsonObject { ["size"] = "Letter" };
        template["secondLanguage"] = "fr";
        template["blocks"]!.AsArray()
            .Add(JsonNode.Parse("""{"type":"status","when":["first","test"],"text":{"when":"final","label":"note"}}"""));
        template["blocks"]!.AsArray().Add(JsonNode.Parse("""{"type":"earlier","heading":"next"}"""));
        template["blocks"]![0]!["subtitle"] = JsonNode.Parse("""[{"label":"note"}]""");
        template["blocks"]![1]!["qrCaption"] = "note";

        AssertJudgedAlike(Templates, template, isTemplate: true);
    }

    [Fact]
    public void Schema_and_reader_agree_on_every_broken_label_file()
    {
        var labels = JsonNode.Parse("""
            {"language":"en","direction":"rtl","months":["1","2","3","4","5","6","7","8","9","10","11","12"],"labels":{"first":"first","note":"Dose {dose}"}}
            """)!.AsObject();

        AssertJudgedAlike(Labels, labels, isTemplate: false);
    }

    private static void AssertJudgedAlike(JsonSchema schema, JsonObject document, bool isTemplate)
    {
        Assert.True(IsValid(schema, document));
        Assert.Empty(ProblemsOf(document, isTemplate));

        var (refused, otherwise) = (0, new List<string>());
        foreach (var (what, broken) in Broken(document))
        {
            var problems = ProblemsOf(broken, isTemplate);
            var isValid = IsValid(schema, broken);
            refused += isValid ? 0 : 1;
            var isAlike = isValid ? problems.TrueForAll(IsBeyondTheSchemas) : problems.Count > 0;
            if (!isAlike)
            {
                otherwise.Add($"{what}: the schema {(isValid ? "takes" : "refuses")} it, the reader says: {string.Join(" ", problems)}");
            }
        }

        Assert.Equal("", string.Join('\n', otherwise));
        Assert.True(refused > 100, $"Only {refused} documents were refused.");
    }

    private static bool IsBeyondTheSchemas(TemplateProblem problem)
    {
        return Array.Exists(BeyondTheSchemas, part => problem.Message.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>The document with each place in turn taken out, or replaced by each of the values, or with one more member.</summary>
    private static IEnumerable<(string What, JsonObject Document)> Broken(JsonObject document)
    {
        foreach (var place in PlacesOf(document, []))
        {
            var at = string.Join('/', place);
            yield return ($"{at} taken out", With(document, place, parent => Remove(parent, place[^1])));
            foreach (var value in Values)
            {
                yield return ($"{at} = {value}", With(document, place, parent => Put(parent, place[^1], value)));
            }

            if (NodeAt(document, place) is JsonObject)
            {
                yield return ($"{at} with one more member", With(document, [.. place, "unknown"], parent => Put(parent, "unknown", "7")));
            }
        }
    }

    private static IEnumerable<object[]> PlacesOf(JsonNode? node, object[] place)
    {
        IEnumerable<(object Step, JsonNode? Child)> children = node switch
        {
            JsonObject map => map.Select(member => ((object)member.Key, member.Value)),
            JsonArray list => list.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        return children.SelectMany(child => PlacesOf(child.Child, [.. place, child.Step]).Prepend([.. place, child.Step]));
    }

    private static JsonObject With(JsonObject document, object[] place, Action<JsonNode> change)
    {
        var copy = document.DeepClone().AsObject();
        change(NodeAt(copy, place[..^1]));
        return copy;
    }

    private static JsonNode NodeAt(JsonNode root, object[] place)
    {
        return place.Aggregate(root, (node, step) => step is int index ? node[index]! : node[(string)step]!);
    }

    private static void Put(JsonNode parent, object step, string value)
    {
        if (step is int index)
        {
            parent[index] = JsonNode.Parse(value);
        }
        else
        {
            parent[(string)step] = JsonNode.Parse(value);
        }
    }

    private static void Remove(JsonNode parent, object step)
    {
        if (step is int index)
        {
            parent.AsArray().RemoveAt(index);
        }
        else
        {
            parent.AsObject().Remove((string)step);
        }
    }

    private static List<TemplateProblem> ProblemsOf(JsonNode document, bool isTemplate)
    {
        var problems = new List<TemplateProblem>();
        var content = Encoding.UTF8.GetBytes(document.ToJsonString());
        var isRead = isTemplate
            ? new TemplateReader("x", problems, Renderers.Kinds).Read(content) is not null
            : LabelFileReader.Read(content, "x", problems, Renderers.Kinds.Placeholders) is not null;
        Assert.Equal(isRead, problems.Count == 0);
        return problems;
    }

    private static bool IsValid(JsonSchema schema, JsonNode document)
    {
        using var parsed = JsonDocument.Parse(document.ToJsonString());
        return schema.Evaluate(parsed.RootElement).IsValid;
    }

    private static JsonSchema Schema(string name) => JsonSchema.FromFile(Path.Combine(TemplateFiles.Folder, $"{name}.schema.json"));

    private static IEnumerable<string> FilesOf(string folder)
    {
        return Directory.GetFiles(Path.Combine(TemplateFiles.Folder, folder), "*.json")
            .Where(path => !path.EndsWith(".table.json", StringComparison.Ordinal))
            .Select(path => Path.Combine(folder, Path.GetFileName(path)))
            .Order(StringComparer.Ordinal);
    }
}
