using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Growth.Data;

/// <summary>
/// A certificate type that comes from a JSON document, as a tenant may bring one: fields, key, validity, facts, summary and page are told
/// by data, and no code knows the type. Immutable.
/// </summary>
internal sealed class DataType : ICertificateType
{
    private readonly DataTypeDocument document;

    private DataType(DataTypeDocument document)
    {
        this.document = document;
        Shapes = [.. document.Shapes.Select(shape => new RequestShape(shape.Key, shape.Value.Select(FieldOf)))];
        Page = new PageKind(document.Name, JsonSerializer.SerializeToUtf8Bytes(document.Template))
        {
            Conditions = [document.Name],
            EarlierColumns = [.. document.EarlierColumns.Select(column => new PageColumn(column.Label, column.Width))],
        };
    }

    public string Name => document.Name;

    public int Version => document.Version;

    public IReadOnlyList<RequestShape> Shapes { get; }

    public string KeyWords => document.Key.Words;

    public string KeyPath => document.Key.Parts[0];

    public PageKind Page { get; }

    /// <summary>Reads the document of a type.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DataType Read(string json) => new(DataTypeDocument.Read(json));

    /// <summary>No text of an event has a line feed, so no two events share a key that differ in a part.</summary>
    public CertificateKey? KeyOf(JsonElement data)
    {
        var parts = document.Key.Parts.Select(path => Text(data, path)).ToList();
        return parts.Contains("") ? null : new CertificateKey(Name, Text(data, "programId"), string.Join('\n', parts));
    }

    public Validity ValidityOf(JsonElement data) => new(Day(data, document.Validity.From), Day(data, document.Validity.Until));

    public EventFacts FactsOf(JsonElement data)
    {
        return new EventFacts(JsonSerializer.SerializeToElement(
            document.Facts.ToDictionary(fact => fact.Key, fact => string.Concat(Text(data, fact.Value).EnumerateRunes().Take(60)))));
    }

    public JsonElement ClaimsOf(JsonElement data, string subjectId)
    {
        var claims = JsonObject.Create(data)!;
        foreach (var path in document.Withheld)
        {
            Place(claims, path, null);
        }

        Place(claims, document.Subject, subjectId);
        return JsonSerializer.SerializeToElement(claims);
    }

    public IReadOnlyList<EarlierEvent> EarlierOf(CertificateKey key, IEnumerable<EarlierEvent> others)
    {
        return [.. others.Where(other => string.CompareOrdinal(other.Text, key.Text) < 0)
            .OrderBy(other => other.Text, StringComparer.Ordinal)
            .TakeLast(5)];
    }

    public Summary Summarize(JsonElement claims)
    {
        return document.Summary.Aggregate(new Summary(), (summary, value) => summary.Add(value.Key, Text(claims, value.Value)));
    }

    public PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier) => new()
    {
        Conditions = [Name],
        Earlier = [.. earlier.Select(one => new PageRow(
            [.. document.EarlierColumns.Select(column => new PageCell(Text(one.Facts.Value, column.Fact), column.IsDate))]))],
    };

    public JsonElement SampleOf(RequestShape shape) => document.Sample;

    private static EventField FieldOf(DataField field)
    {
        var row = field.Required ? EventField.Required(field.Path, field.Type) : EventField.Optional(field.Path, field.Type);
        return row with { MinLength = field.MinLength, MaxItems = field.MaxItems };
    }

    private static void Place(JsonObject root, string path, string? value)
    {
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate((JsonObject?)root, (node, step) => node?[step] as JsonObject);
        if (value is null)
        {
            parent?.Remove(steps[^1]);
        }
        else if (parent is not null)
        {
            parent[steps[^1]] = value;
        }
    }

    private static DateOnly? Day(JsonElement data, string path) => InternetTime.TryParseDate(Text(data, path), out var day) ? day : null;

    private static string Text(JsonElement data, string path)
    {
        var place = data;
        foreach (var step in path.Split('.'))
        {
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(step, out place))
            {
                return "";
            }
        }

        return place.ValueKind switch
        {
            JsonValueKind.String => place.GetString()!,
            JsonValueKind.Number => place.GetRawText(),
            _ => "",
        };
    }
}
