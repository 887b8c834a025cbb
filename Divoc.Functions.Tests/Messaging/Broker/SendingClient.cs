using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>A link over which a client sends to a queue: single messages, and batches of them in one transfer.</summary>
internal sealed class SendingClient(ServiceBusDouble broker, BrokerQueue queue) : LinkEndpoint
{
    public const int Credit = 1000;

    private const uint BatchFormat = 0x80013700;

    public override void OnMessage(MessageContext messageContext)
    {
        var message = messageContext.Message;
        broker.Loop.Post(() =>
        {
            if (Take(message) is { } error)
            {
                messageContext.Complete(error.ToError());
                return;
            }

            broker.Deliver();
            broker.Switches.Answer(broker.Loop, messageContext.Complete);
        });
    }

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    private BrokerError? Take(Message message)
    {
        if (broker.Switches.ServerBusy)
        {
            return BrokerError.ServerBusy;
        }

        if ((ulong)message.Encode().Length > broker.Options.MaxMessageSize)
        {
            return BrokerError.TooLarge;
        }

        foreach (var part in message.Format == BatchFormat ? Split(message) : [message])
        {
            queue.Enqueue(part);
        }

        return null;
    }

    private static IEnumerable<Message> Split(Message batch) => batch.BodySection switch
    {
        DataList list => Enumerable.Range(0, list.Count).Select(index => StoredMessage.Decode(list[index].Binary)),
        Data one => [StoredMessage.Decode(one.Binary)],
        _ => throw new InvalidOperationException("A batch has its messages in data sections."),
    };
}
