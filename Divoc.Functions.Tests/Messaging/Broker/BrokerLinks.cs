using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// Lets the links of clients to the nodes of the double: its queues, their dead letters, the management nodes of all, and <c>$cbs</c>.
/// </summary>
internal sealed class BrokerLinks(ServiceBusDouble broker, BrokerClaims claims) : ILinkProcessor
{
    public void Process(AttachContext attachContext) => broker.Loop.Post(() => AttachUnlessGone(attachContext));

    private void AttachUnlessGone(AttachContext context)
    {
        try
        {
            Attach(context);
        }
        catch (AmqpException) when (context.Link.Session.IsClosed || context.Link.IsClosed)
        {
            // The connection was cut while the client waited for its link.
        }
    }

    private void Attach(AttachContext context)
    {
        var attach = context.Attach;
        var address = (attach.Role ? ((Source)attach.Source).Address : ((Target)attach.Target).Address).Trim('/');
        attach.MaxMessageSize = broker.Options.MaxMessageSize;
        if (address == ClaimsNode.Address)
        {
            AttachRequests(context, (link, request) => ClaimsNode.Answer(claims, link, request));
        }
        else if (RefusalOf(context.Link.Session.Connection, address) is { } refusal)
        {
            context.Complete(refusal.ToError());
        }
        else if (address.EndsWith(ManagementNode.Suffix, StringComparison.OrdinalIgnoreCase))
        {
            var node = new ManagementNode(broker, broker.Find(address[..^ManagementNode.Suffix.Length])!);
            AttachRequests(context, (_, request) => node.Answer(request));
        }
        else
        {
            AttachQueue(context, broker.Find(address)!);
        }
    }

    private BrokerError? RefusalOf(Connection connection, string address)
    {
        if (!claims.Allows(connection, address))
        {
            return BrokerError.Unauthorized;
        }

        var entity = address.EndsWith(ManagementNode.Suffix, StringComparison.OrdinalIgnoreCase)
            ? address[..^ManagementNode.Suffix.Length]
            : address;
        if (broker.Find(entity) is null)
        {
            return BrokerError.EntityNotFound;
        }

        return broker.Switches.ServerBusy ? BrokerError.ServerBusy : null;
    }

    private void AttachRequests(AttachContext context, Func<ListenerLink, Message, Message> answer)
    {
        if (context.Attach.Role)
        {
            broker.Replies.Add(context.Link, context.Attach);
            context.Complete(new ReplyClient(), 0);
        }
        else
        {
            context.Complete(new RequestClient(broker, answer), RequestClient.Credit);
        }
    }

    private void AttachQueue(AttachContext context, BrokerQueue queue)
    {
        if (!context.Attach.Role)
        {
            context.Complete(new SendingClient(broker, queue), SendingClient.Credit);
            return;
        }

        var receiver = new ReceivingClient(broker, queue, context.Link);
        broker.Add(receiver);
        receiver.Attach(context);
    }
}
