using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Rendering.Pdf.Skia;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>Tries a template with values as long as a request may have them: such a page must have room too, since nothing may overlap on paper.</summary>
internal static class TemplateFit
{
    private const int LargestVersion = 40;
    private const int LargestSize = (4 * LargestVersion) + 17;
    private const int EarlierDoses = 12;
    private static readonly string Long = string.Concat(Enumerable.Repeat("Maximiliana Wilhelmine ", 20)).Trim();
    private const string LongestDate = "2026-12-29T23:59:59.999+05:30";

    /// <summary>Values that are never as long: ids of our own, and what a request may have of a code and an age.</summary>
    private static readonly Dictionary<string, string> Bounded = new(StringComparer.Ordinal)
    {
        ["/credential/evidence/0/certificateId"] = new string('m', 26),
        ["/credential/credentialSubject/refId"] = new string('M', 64),
        ["/credential/credentialSubject/age"] = "120",
    };

    private static readonly (int Dose, int TotalDoses)[] Doses = [(1, 2), (2, 2), (3, 2)];

    /// <summary>Whether every page of the template has room in the layout of the default writer, whatever the dose.</summary>
    public static bool Holds(ReadyTemplate template, FontLibrary fonts)
    {
        var layout = new CertificateLayout(fonts);
        var page = new TemplatePage(template, TimeZoneInfo.Utc);
        var symbol = new QrSymbol(LargestVersion, QrErrorCorrection.L, new bool[LargestSize * LargestSize]);
        return Array.TrueForAll(Doses, doses =>
        {
            var input = Input(template.Template, doses.Dose, doses.TotalDoses);
            layout.Arrange(page.Describe(CredentialFacts.Read(input.Credential), input) with { Codes = [new PageCode(symbol, PageText.Empty)] }, out var fits);
            return fits;
        });
    }

    private static CertificatePageInput Input(CertificateTemplate template, int dose, int totalDoses)
    {
        var isTest = template.Kind == TemplateKind.Test;
        var evidence = new JsonObject { ["type"] = new JsonArray(isTest ? "TestDetails" : "Vaccination"), ["dose"] = dose, ["totalDoses"] = totalDoses, ["result"] = "Inconclusive", ["disease"] = Long };
        var root = new JsonObject { ["credential"] = new JsonObject { ["credentialSubject"] = new JsonObject(), ["evidence"] = new JsonArray(evidence) } };
        foreach (var block in template.Blocks.Where(block => block.Type is TemplateBlockType.Person or TemplateBlockType.Fields))
        {
            foreach (var (pointer, value) in block.Fields.SelectMany(Values).Prepend((block.Name, Long)).Where(place => place.Item1.Length > 0))
            {
                Place(root, pointer.Split('/').AsSpan(1), value);
            }
        }

        var doses = Enumerable.Range(1, isTest ? 0 : EarlierDoses).Select(number => new EarlierDose(number, totalDoses, Long, Long, DateTimeOffset.UnixEpoch, Long));
        var meta = root["meta"] is { } free ? System.Text.Json.JsonElement.Parse(free.ToJsonString()) : (System.Text.Json.JsonElement?)null;
        return new CertificatePageInput(Encoding.UTF8.GetBytes(root["credential"]!.ToJsonString()), [.. doses], meta);
    }

    private static IEnumerable<(string Pointer, string Value)> Values(TemplateField field)
    {
        var value = field.Format is TemplateFormat.Date or TemplateFormat.DateTime ? LongestDate : Long;
        return field.Values.Select(pointer => (pointer, Bounded.GetValueOrDefault(pointer, value))).Concat(field.Else is null ? [] : Values(field.Else));
    }

    /// <summary>Puts a text where a pointer points to, unless something stands there.</summary>
    private static void Place(JsonNode parent, ReadOnlySpan<string> steps, string value)
    {
        var child = parent is JsonArray list && int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index < list.Count ? list[index] : null
            : parent is JsonObject members ? members[steps[0]] ??= steps.Length == 1 ? value : new JsonObject() : null;
        if (child is not null && steps.Length > 1)
        {
            Place(child, steps[1..], value);
        }
    }
}
