using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Rendering.Templates;

/// <summary>Template files for the tests.</summary>
internal static class TemplateFiles
{
    /// <summary>The built-in template of a type, by the name of the type's folder.</summary>
    public static string BuiltIn(string type)
    {
        return Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Types", type), "*.template.json").Single();
    }

    /// <summary>Folder of the built-in files.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Rendering", "Templates");

    /// <summary>A small template with something of everything.</summary>
    public static JsonObject Small() => JsonNode.Parse("""
        {
          "version": "utopia/1", "kind": "vaccination",
          "colors": { "accent": "#7A1F1F" },
          "language": "en",
          "logo": { "svgPath": "M12 2 L22 20 L2 20 Z", "viewBox": [24, 24], "heightMm": 12 },
          "labels": { "en": { "ministry": "Republic of Utopia, Ministry of Health", "code": "Code", "note": "Dose {dose} was given at no charge.", "first": "first", "next": "Next dose", "later": "Ask for the next dose in eight weeks." } },
          "blocks": [
            { "type": "title", "letterhead": "ministry", "title": ["title.vaccination"] },
            { "type": "person", "name": "/credential/credentialSubject/name", "fields": [ { "label": "code", "value": "/credential/credentialSubject/refId", "format": "upper", "span": 2 } ] },
            { "type": "fields", "when": ["first", "booster"], "columns": 2, "fields": [
              { "label": "label.vaccine", "value": "/credential/evidence/0/vaccine", "rank": "primary" },
              { "label": "label.date", "value": "/enrollment/earlierDoses/0/date", "format": "date", "else": { "label": "label.country", "value": ["/meta/place", "/meta/a~1b/1"], "join": "; " } } ] },
            { "type": "text", "when": "provisional", "heading": "next", "text": "later" },
            { "type": "foot", "text": [ { "when": "first", "label": "note" }, "verify.text" ] }
          ]
        }
        """)!.AsObject();

    /// <summary>What is wrong with a file: how it is made wrong, the place, and part of the message.</summary>
    public static readonly (string Name, Action<JsonObject> Break, string Pointer, string Message, bool SchemaSeesIt)[] Faults =
    [
        ("no version", root => root.Remove("version"), "", "must have the member \"version\"", true),
        ("a version with a blank", root => root["version"] = "a b", "/version", "may have letters", true),
        ("an unknown kind", root => root["kind"] = "passport", "/kind", "must be one of vaccination, test", true),
        ("an unknown member", root => root["script"] = "x", "/script", "is unknown here", true),
        ("another page size", root => root["page"] = new JsonObject { ["size"] = "A5" }, "/page/size", "must be one of A4, Letter", true),
        (
            "a place that codes of other formats have not", root => root["otherFormats"] = "below", "/otherFormats",
            "must be one of instead, beside", true),
        (
            "a font in another folder", root => root["fonts"] = new JsonObject { ["regular"] = "../x.ttf" }, "/fonts/regular",
            "beside the template", true),
        (
            "a font that is no TrueType", root => root["fonts"] = new JsonObject { ["regular"] = "x.otf" }, "/fonts/regular",
            "must be the name of a file *.ttf", true),
        (
            "a font that is not there", root => root["fonts"] = new JsonObject { ["regular"] = "missing.ttf" }, "/fonts/regular",
            "can't be read", false),
        ("a colour by name", root => root["colors"]!["accent"] = "red", "/colors/accent", "must be a colour such as", true),
        ("a pale colour", root => root["colors"]!["accent"] = "#88AACC", "/colors/accent", "contrast of", false),
        ("no blocks", root => root["blocks"] = new JsonArray(), "/blocks", "must have 1 to 12 items", true),
        ("no person", root => root["blocks"]!.AsArray().RemoveAt(1), "/blocks", "exactly one block of type person", false),
        (
            "two feet", root => root["blocks"]!.AsArray().Add(root["blocks"]![4]!.DeepClone()), "/blocks", "at most one block of type foot",
            false),
        ("an unknown block", root => root["blocks"]![3]!["type"] = "video", "/blocks/3/type", "must be one of title", true),
        ("an unknown member of a block", root => root["blocks"]![0]!["onClick"] = "x", "/blocks/0/onClick", "is unknown here", true),
        ("a condition on the person", root => root["blocks"]![1]!["when"] = "first", "/blocks/1/when", "is unknown here", true),
        ("an unknown condition", root => root["blocks"]![2]!["when"] = "dose > 2", "/blocks/2/when", "must be one of vaccination", true),
        (
            "a pointer to elsewhere", root => root["blocks"]![1]!["name"] = "/environment/PATH", "/blocks/1/name",
            "must be a JSON Pointer that begins with", true),
        (
            "a pointer that is none", root => root["blocks"]![1]!["name"] = "/credential/a~2", "/blocks/1/name", "must be a JSON Pointer",
            true),
        (
            "an unknown format", root => root["blocks"]![1]!["fields"]![0]!["format"] = "roman", "/blocks/1/fields/0/format",
            "must be one of text, date", true),
        (
            "a span beyond the columns", root => root["blocks"]![1]!["fields"]![0]!["span"] = 3, "/blocks/1/fields/0/span", "from 1 to 2",
            false),
        (
            "a value and a text", root => root["blocks"]![1]!["fields"]![0]!["text"] = "code", "/blocks/1/fields/0",
            "either \"value\" or \"text\"", true),
        (
            "a remote logo", root => root["logo"] = new JsonObject { ["url"] = "https://example.org/logo.png" }, "/logo/url",
            "is unknown here", true),
        ("a logo that is no picture", root => root["logo"] = new JsonObject { ["png"] = "AAAA" }, "/logo/png", "must be a PNG", false),
        ("a logo that is no path", root => root["logo"]!["svgPath"] = "<svg/>", "/logo/svgPath", "must be the data of an SVG path", false),
        (
            "a logo beyond its box", root => root["logo"]!["svgPath"] = "M0 0 L99 0 L99 99 Z", "/logo/svgPath",
            "must lie within its viewBox", false),
        ("an unknown placeholder", root => root["labels"]!["en"]!["note"] = "{password}", "/labels/en/note", "known are {dose}", false),
        ("a label that is no text", root => root["labels"]!["en"]!["note"] = 7, "/labels/en/note", "must be a text", true),
        (
            "a label that nobody has", root => root["blocks"]![3]!["heading"] = "nowhere", "/labels", "has no text for \"nowhere\" in en",
            false),
        ("an unknown language", root => root["language"] = "tlh", "", "there are no labels for the language 'tlh'", false),
    ];
}
