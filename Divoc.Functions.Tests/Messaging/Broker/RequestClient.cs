using Amqp;
using Amqp.Listener;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>A link over which a client asks a node of the double something; the answer goes to where the request says.</summary>
internal sealed class RequestClient(ServiceBusDouble broker, Func<ListenerLink, Message, Message> answer) : LinkEndpoint
{
    public const int Credit = 100;

    public override void OnMessage(MessageContext messageContext)
    {
        var request = messageContext.Message;
        var link = messageContext.Link;
        messageContext.Complete();
        broker.Loop.Post(() =>
        {
            broker.Replies.Send(link, request, answer(link, request));
            broker.Deliver();
        });
    }

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }
}
