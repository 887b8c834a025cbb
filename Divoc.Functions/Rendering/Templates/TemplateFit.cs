using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>
/// Checks a template with values of the maximum length: such a page must have room too, because nothing may overlap on paper.
/// </summary>
internal static class TemplateFit
{
    private const int LargestVersion = 40;
    private const int LargestSize = (4 * LargestVersion) + 17;
    private const string LongestDate = "2026-09-29T23:59:59.999+05:30";

    /// <summary>Whether every page of the template has room in the layout of the default writer, whatever its facts.</summary>
    public static bool HasRoom(ReadyTemplate template, FontLibrary fonts)
    {
        var layout = new CertificateLayout(fonts);
        var page = new TemplatePage(template, new CalendarDays(TimeZoneInfo.Utc));
        var symbol = new QrSymbol(LargestVersion, QrErrorCorrection.L, new ulong[LargestSize * QrLines.Words]);
        var roots = RootsOf(template);
        return template.Kind.Longest.All(facts =>
        {
            var input = new PageInput(new string('m', RandomId.Length), "", PageKind.LongText, DateTimeOffset.UnixEpoch)
            {
                Credential = roots.GetProperty("credential"),
                Claims = new Lazy<JsonElement>(roots.GetProperty("claims")),
                Meta = roots.GetProperty("meta"),
                Facts = facts,
            };
            layout.Arrange(page.Describe(input) with { Codes = [new PageCode(symbol, PageText.Empty)] }, out var fits);
            return fits;
        });
    }

    /// <summary>Documents with a long value at each pointer of the template.</summary>
    private static JsonElement RootsOf(ReadyTemplate template)
    {
        var root = new JsonObject { ["credential"] = new JsonObject(), ["claims"] = new JsonObject(), ["meta"] = new JsonObject() };
        foreach (var block in template.Template.Blocks.Where(block => block.Type is TemplateBlockType.Person or TemplateBlockType.Fields))
        {
            foreach (var (pointer, value) in block.Fields.SelectMany(field => Values(field, template.Kind))
                .Prepend((block.Name, PageKind.LongText))
                .Where(place => place.Item1.Length > 0))
            {
                Place(root, pointer.Split('/').AsSpan(1), value);
            }
        }

        return JsonElement.Parse(root.ToJsonString());
    }

    private static IEnumerable<(string Pointer, string Value)> Values(TemplateField field, PageKind kind)
    {
        var value = field.Format is TemplateFormat.Date or TemplateFormat.DateTime ? LongestDate : PageKind.LongText;
        return field.Values.Select(pointer => (pointer, kind.BoundedValues.GetValueOrDefault(pointer, value)))
            .Concat(field.Else is null ? [] : Values(field.Else, kind));
    }

    /// <summary>Puts a text at a pointer, unless there is already a value. A step of digits is an index in a list.</summary>
    private static void Place(JsonNode parent, ReadOnlySpan<string> steps, string value)
    {
        JsonNode Made(string? next)
        {
            if (next is null)
            {
                return JsonValue.Create(value);
            }

            return int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? new JsonArray() : new JsonObject();
        }

        var next = steps.Length > 1 ? steps[1] : null;
        JsonNode? child = null;
        if (parent is JsonArray list && int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            if (index == list.Count)
            {
                list.Add(Made(next));
            }

            child = index < list.Count ? list[index] : null;
        }
        else if (parent is JsonObject members)
        {
            child = members[steps[0]] ??= Made(next);
        }

        if (child is not null && next is not null)
        {
            Place(child, steps[1..], value);
        }
    }
}
