using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// Where the answers to a client's requests go. The address is the target of its receiving link; the JavaScript client gives none and means
/// the name of that link.
/// </summary>
internal sealed class ReplyLinks
{
    private readonly ConditionalWeakTable<Connection, Dictionary<string, ListenerLink>> links = [];

    public void Add(ListenerLink link, Attach attach) =>
        links.GetOrCreateValue(link.Session.Connection)[(attach.Target as Target)?.Address ?? attach.LinkName] = link;

    /// <summary>Sends an answer to whoever asked, if it still listens.</summary>
    public void Send(ListenerLink asked, Message request, Message answer)
    {
        if (links.TryGetValue(asked.Session.Connection, out var known)
            && known.TryGetValue(request.Properties.ReplyTo, out var link)
            && !link.IsClosed)
        {
            answer.Properties = new Properties();
            answer.Properties.SetCorrelationId(request.Properties.GetMessageId());
            try
            {
                link.SendMessage(answer);
            }
            catch (Exception exception) when (exception is AmqpException or ObjectDisposedException)
            {
                // The connection was cut meanwhile, which nothing tells before: the answer is lost with it.
            }
        }
    }
}
