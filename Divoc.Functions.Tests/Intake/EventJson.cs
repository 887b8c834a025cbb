using System.Runtime.InteropServices;
using Divoc.Functions.Domain;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Events as they stand in queue messages.</summary>
internal static class EventJson
{
    public static byte[] Serialize(HealthEvent happened) => JsonMarshal.GetRawUtf8Value(happened.Data).ToArray();

    public static byte[] Serialize(AcceptedEvent accepted) => JsonMarshal.GetRawUtf8Value(accepted.Data).ToArray();
}
