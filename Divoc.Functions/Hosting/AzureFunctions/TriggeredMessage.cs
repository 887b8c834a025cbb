using System.Text.Json;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Reads the message for which the Functions host called: its body, and from the trigger's binding data what is needed to send it again.
/// The names are those of the host's Service Bus extension; some also have an older name.
/// </summary>
internal static class TriggeredMessage
{
    public static QueueMessage Of(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, object?> bindingData) => new()
    {
        MessageId = IdOf(bindingData),
        Body = body,
        ContentType = Text(bindingData, "ContentType") ?? "",
        Subject = Text(bindingData, "Subject") ?? Text(bindingData, "Label") ?? "",
        CorrelationId = Text(bindingData, "CorrelationId"),
        Properties = Properties(Text(bindingData, "ApplicationProperties") ?? Text(bindingData, "UserProperties")),
    };

    /// <summary>The number of this delivery of the message, from 1.</summary>
    public static int DeliveryCountOf(IReadOnlyDictionary<string, object?> bindingData)
    {
        return int.TryParse(Text(bindingData, "DeliveryCount"), out var count) && count > 0 ? count : 1;
    }

    /// <summary>Whether the message may have been delivered before; also true if the host does not say.</summary>
    public static bool WasDeliveredBefore(IReadOnlyDictionary<string, object?> bindingData) => Text(bindingData, "DeliveryCount") != "1";

    /// <summary>A message from elsewhere may have no id; one that is sent again needs one.</summary>
    private static string IdOf(IReadOnlyDictionary<string, object?> bindingData)
    {
        return Text(bindingData, "MessageId") is { Length: > 0 } id ? id : $"message-{Text(bindingData, "SequenceNumber")}";
    }

    private static string? Text(IReadOnlyDictionary<string, object?> bindingData, string name)
    {
        return bindingData.TryGetValue(name, out var value) ? value as string : null;
    }

    /// <summary>The extension gives them as a JSON object. Values of others that are not texts are kept as JSON.</summary>
    private static Dictionary<string, string> Properties(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ToString())
            : [];
    }
}
