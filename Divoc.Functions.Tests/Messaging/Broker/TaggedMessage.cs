using Amqp;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>A message on its way to a receiver; its lock token becomes the tag of the delivery.</summary>
internal sealed class TaggedMessage(Guid token) : Message
{
    public Guid Token { get; } = token;
}
