using System.Diagnostics.CodeAnalysis;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>A link over which a client receives from a queue. Locks belong to the queue and outlive the link.</summary>
internal sealed class ReceivingClient(ServiceBusDouble broker, BrokerQueue queue, ListenerLink link) : LinkEndpoint
{
    /// <summary>How many deliveries have been sent, and up to how many the client lets be sent; the loop's.</summary>
    private int sent;
    private int limit;

    /// <summary>The limit as the listener's library has it; the reader's.</summary>
    private int libraryLimit;

    private int attachingThread;
    private bool isGone;

    public ListenerLink Link => link;

    public BrokerQueue Queue => queue;

    /// <summary>Sends what waits, as far as the client's credit goes.</summary>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The link keeps the message until it is settled.")]
    public void Deliver()
    {
        while (sent < limit && !isGone && !link.IsClosed && !link.Session.Connection.IsClosed && queue.TakeNext() is { } message)
        {
            Interlocked.Increment(ref sent);
            var token = message.LockToken!.Value;
            try
            {
                link.SendMessage(message.ToDelivery());
                if (link.SettleOnSend)
                {
                    queue.Complete(token);
                }
            }
            catch (Exception exception) when (exception is AmqpException or ObjectDisposedException)
            {
                queue.Release(token);
                return;
            }
        }
    }

    /// <summary>Its connection is cut: whatever it still says, nothing is sent to it.</summary>
    public void Leave() => isGone = true;

    /// <summary>
    /// Answers the attach. The library then tells what credit there is, though the reader may tell the same at that moment: counted twice,
    /// it would let more be sent than the client takes, which ends the link. Clients give credit only after the answer, so the reader tells
    /// of all of it.
    /// </summary>
    public void Attach(AttachContext context)
    {
        attachingThread = Environment.CurrentManagedThreadId;
        context.Complete(this, 0);
        attachingThread = 0;
    }

    public override void OnFlow(FlowContext flowContext)
    {
        if (attachingThread == Environment.CurrentManagedThreadId)
        {
            return;
        }

        var newLimit = Reach(flowContext.Messages);
        var drainedTo = link.IsDraining ? libraryLimit : (int?)null;
        broker.Loop.Post(() =>
        {
            limit = newLimit;
            Deliver();
            if (drainedTo is { } end)
            {
                limit = sent = Math.Max(sent, end);
                AnswerDrain();
            }

            broker.Deliver();
        });
    }

    private void AnswerDrain()
    {
        try
        {
            link.CompleteDrain();

            // The library says that the drain is over with the flag taken off; clients wait for it to be on.
            link.SetCredit(0, drain: true, autoRestore: false);
        }
        catch (AmqpException) when (link.IsClosed || link.LinkState != LinkState.Attached)
        {
            // The client did not wait for the answer.
        }
    }

    /// <summary>
    /// The limit after a flow that changes it by so many deliveries. A client that says its limit again, or lowers it, makes the library
    /// forget what is left of it: from then on it counts from what has been sent.
    /// </summary>
    private int Reach(int change)
    {
        if (change > 0)
        {
            libraryLimit += change;
            return libraryLimit;
        }

        var reached = libraryLimit + change;
        libraryLimit = Volatile.Read(ref sent);
        return reached;
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (link.IsClosed || dispositionContext.Message is not TaggedMessage message)
        {
            return;
        }

        var state = dispositionContext.DeliveryState;
        var settled = dispositionContext.Settled;
        broker.Loop.Post(() =>
        {
            broker.Switches.SettlementAsked();
            DeliveryState answer = Settle(message.Token, state) ? new Accepted() : new Rejected { Error = BrokerError.LockLost.ToError() };
            if (!settled)
            {
                broker.Switches.Answer(broker.Loop, () => link.DisposeMessage(message, answer, true));
            }

            broker.Deliver();
        });
    }

    public override void OnLinkClosed(ListenerLink link, Error error) => broker.Loop.Post(() => broker.Forget(this));

    private bool Settle(Guid token, DeliveryState state) => state switch
    {
        Accepted => queue.Complete(token),
        Modified { UndeliverableHere: true } deferred => queue.Defer(token, Pairs(deferred.MessageAnnotations)),
        Modified modified => queue.Abandon(token, Pairs(modified.MessageAnnotations)),
        Released => queue.Release(token),
        Rejected { Error: { } error } => queue.SetAside(
            token, Text(error.Info, "DeadLetterReason"), Text(error.Info, "DeadLetterErrorDescription"),
            Pairs(error.Info, "DeadLetterReason", "DeadLetterErrorDescription")),
        Rejected => queue.SetAside(token, null, null, []),
        _ => throw new InvalidOperationException($"Nobody settles with {state}."),
    };

    private static string? Text(Fields? fields, string name) => fields?[new Symbol(name)] as string;

    private static List<KeyValuePair<string, object>> Pairs(Fields? fields, params ReadOnlySpan<string> without)
    {
        List<KeyValuePair<string, object>> pairs = [];
        foreach (var (key, value) in fields ?? [])
        {
            if (!without.Contains(key.ToString()))
            {
                pairs.Add(new(key.ToString()!, value));
            }
        }

        return pairs;
    }
}
