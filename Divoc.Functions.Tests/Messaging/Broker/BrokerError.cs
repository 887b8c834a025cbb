using Amqp.Framing;
using Amqp.Types;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>The errors that Service Bus names, as a condition on a link and as the status of an answer of its management node.</summary>
internal sealed record BrokerError(string Condition, int Status, string Description)
{
    public static readonly BrokerError LockLost = new("com.microsoft:message-lock-lost", 410, "The lock supplied is invalid.");
    public static readonly BrokerError ServerBusy =
        new("com.microsoft:server-busy", 503, "The request was terminated because the namespace is being throttled.");
    public static readonly BrokerError MessageNotFound = new("com.microsoft:message-not-found", 404, "The message does not exist.");
    public static readonly BrokerError EntityNotFound =
        new("amqp:not-found", 404, "The messaging entity 'sb://double/' could not be found.");
    public static readonly BrokerError Unauthorized =
        new("amqp:unauthorized-access", 401, "Unauthorized access. 'Send' or 'Listen' claim(s) are required to perform this operation.");
    public static readonly BrokerError TooLarge =
        new("amqp:link:message-size-exceeded", 400, "The message is larger than is currently allowed.");
    public static readonly BrokerError DetachForced = new("amqp:link:detach-forced", 500, "The link is force detached by the broker.");

    public Error ToError() => new(new Symbol(Condition)) { Description = Description };
}
