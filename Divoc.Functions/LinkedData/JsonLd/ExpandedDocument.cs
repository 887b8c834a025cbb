using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>An expanded document (JSON-LD 1.1 section 3.5): full IRIs, no context.</summary>
public sealed class ExpandedDocument
{
    internal ExpandedDocument(List<ExpandedObject> items, int statements)
    {
        Items = items;
        Statements = statements;
    }

    internal List<ExpandedObject> Items { get; }

    /// <summary>The approximate number of its statements.</summary>
    internal int Statements { get; }

    /// <summary>Writes it as a JSON array.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>As JSON, UTF-8.</summary>
    public byte[] ToJson()
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            WriteTo(writer);
        }

        return output.ToArray();
    }
}
