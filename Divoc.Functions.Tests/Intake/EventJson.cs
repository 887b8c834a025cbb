using System.Text.Json;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Events as they stand in queue messages.</summary>
internal static class EventJson
{
    public static byte[] Serialize(HealthEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, HealthEventJson.Compact.HealthEvent);

    public static HealthEvent Deserialize(ReadOnlySpan<byte> json)
    {
        return JsonSerializer.Deserialize(json, HealthEventJson.Compact.HealthEvent) ?? throw new JsonException("An event was expected, null was found.");
    }
}
