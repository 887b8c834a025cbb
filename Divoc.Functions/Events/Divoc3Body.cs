using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Events;

/// <summary>
/// The body that DIVOC 3.0 posts to a tenant's <c>callbackUrl</c> after a certificate was issued or failed. Its <c>payload</c>, which in
/// DIVOC has the person's data as JSON text, is an empty object here.
/// </summary>
internal static class Divoc3Body
{
    private const string NoPayload = "{}";

    /// <summary>Whether DIVOC 3.0 reports such an event.</summary>
    public static bool Reports(EventType type) => type is EventType.Issued or EventType.Duplicate or EventType.Conflict or EventType.Failed;

    /// <summary>The body of an event.</summary>
    /// <param name="cloudEvent">The CloudEvent.</param>
    public static byte[] Of(JsonElement cloudEvent)
    {
        var data = cloudEvent.GetProperty("data");
        return JsonSerializer.SerializeToUtf8Bytes(
            new Divoc3Callback(
                TextOf(data, "requestId"),
                TextOf(data, "certificateId"),
                cloudEvent.GetProperty("type").GetString() == EventType.Issued.ToName() ? "SUCCESSFUL" : "UNSUCCESSFUL",
                NoPayload,
                TextOf(data, "certificateType")),
            Divoc3Json.Default.Divoc3Callback);
    }

    private static string? TextOf(JsonElement data, string name) => data.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>What DIVOC 3.0 posts.</summary>
internal sealed record Divoc3Callback(string? TransactionId, string? CertificateId, string Status, string Payload, string? EntityType);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Divoc3Callback))]
internal sealed partial class Divoc3Json : JsonSerializerContext;
