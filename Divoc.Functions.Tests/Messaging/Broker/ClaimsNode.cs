using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>The node <c>$cbs</c>: takes tokens (OASIS, AMQP claims-based security).</summary>
internal static class ClaimsNode
{
    public const string Address = "$cbs";

    public static Message Answer(BrokerClaims claims, ListenerLink link, Message request)
    {
        var asked = request.ApplicationProperties;
        var accepted = asked["operation"] as string == "put-token"
            && asked["type"] as string == "servicebus.windows.net:sastoken"
            && claims.TryAdd(link.Session.Connection, (string)asked["name"], (string)request.Body);
        return new Message
        {
            ApplicationProperties = new ApplicationProperties
            {
                ["status-code"] = accepted ? 202 : 401,
                ["status-description"] = accepted ? "Accepted" : "InvalidSignature: The token has an invalid signature.",
            },
        };
    }
}
