using Amqp.Handler;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>Gives each delivery its lock token as tag, which is how Service Bus tells the token.</summary>
internal sealed class DeliveryTagger : IHandler
{
    public bool CanHandle(EventId id) => id == EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent is { Id: EventId.SendDelivery, Context: IDelivery { Message: TaggedMessage message } delivery })
        {
            delivery.Tag = message.Token.ToByteArray();
        }
    }
}
