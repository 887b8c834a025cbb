using Amqp.Listener;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>A link over which a client waits for answers.</summary>
internal sealed class ReplyClient : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }
}
