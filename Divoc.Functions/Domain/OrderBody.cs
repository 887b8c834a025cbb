using System.Text.Json;

namespace Divoc.Functions.Domain;

/// <summary>Opens the body of a call that orders something: a small JSON object (RFC 8259) in UTF-8, without two members of one name.</summary>
internal static class OrderBody
{
    /// <summary>The deepest nesting; an order has less.</summary>
    private const int Levels = 4;

    /// <summary>Has a body read, unless it is no such object.</summary>
    /// <param name="body">The body as it came, at most one byte more than <paramref name="maxBytes"/> is looked for.</param>
    /// <param name="maxBytes">The largest body.</param>
    /// <param name="faults">Where its faults go.</param>
    /// <param name="read">Reads the object, and adds what is wrong with its members.</param>
    public static void Read(ReadOnlyMemory<byte> body, int maxBytes, List<Fault> faults, Action<JsonElement> read)
    {
        if (body.Length > maxBytes)
        {
            faults.Add(new Fault("", FaultCodes.PayloadTooLarge, $"The body is larger than {maxBytes} bytes."));
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Levels, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new Fault("", FaultCodes.WrongType, "The body must be a JSON object."));
                return;
            }

            read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter at a name or a text that is no Unicode.
            faults.Add(new Fault("", FaultCodes.InvalidJson, "The body is not JSON in UTF-8, has two members of one name, or is nested too deep."));
        }
    }
}
