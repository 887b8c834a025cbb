using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Events as they stand in queue messages.</summary>
internal static class EventJson
{
    public static byte[] Serialize(HealthEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, CertificationEventJson.Compact.HealthEvent);

    public static HealthEvent Deserialize(ReadOnlySpan<byte> json)
    {
        return JsonSerializer.Deserialize(json, CertificationEventJson.Compact.HealthEvent) ?? throw new JsonException("An event was expected, null was found.");
    }
}
