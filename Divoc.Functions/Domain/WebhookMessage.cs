using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>An event that is to be sent to a partner: the body of a message of the queue <c>certificate-webhooks</c>, UTF-8 JSON.</summary>
public sealed record WebhookMessage
{
    /// <summary>The queue that carries these messages.</summary>
    public const string QueueName = "certificate-webhooks";

    /// <summary>The subject of its messages.</summary>
    public const string MessageSubject = "certificate-webhook";

    /// <summary>The message's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The partner. Its address and secrets are read from the settings at each attempt.</summary>
    public required string Partner { get; init; }

    /// <summary>The event as it is sent: a CloudEvent in JSON, without personal data.</summary>
    public required JsonElement Event { get; init; }

    /// <summary>Reads a message; null if it is not one.</summary>
    /// <exception cref="NewerFormException">A newer version of the program sent it.</exception>
    public static WebhookMessage? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            PersistedForm.Check(body.Span, "message of a webhook", PersistedForm.First);
            var message = JsonSerializer.Deserialize(body.Span, WebhookMessageJson.Default.WebhookMessage);
            return message is { Partner.Length: > 0, Event.ValueKind: JsonValueKind.Object } ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The message's body.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, WebhookMessageJson.Default.WebhookMessage);
}

/// <summary>How messages of webhooks are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookMessageJson : JsonSerializerContext;
