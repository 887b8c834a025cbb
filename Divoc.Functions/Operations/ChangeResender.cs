using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Sends messages of changes again that the broker itself dead-lettered, since a change is announced however long that takes. What is no such message stays for an operator.
/// </summary>
public sealed class ChangeResender(SetAsideMessages setAside, ChangeAnnouncer announcer)
{
    /// <summary>At most so many of a place at a look: the next one is a minute later.</summary>
    public const int MostAtOnce = 100;

    /// <summary>Sends again what lies there. The copy is sent before the message is completed: a stop in between makes a second announcement, never a loss.</summary>
    public async Task ResendAsync(CancellationToken cancellationToken)
    {
        foreach (var place in setAside.Places.Where(place => place.QueueName == CertificateChange.QueueName))
        {
            // Looked at first: receiving from an empty place takes a second.
            if ((await place.PeekHeadersAsync(0, 1, cancellationToken)).Count > 0)
            {
                await ResendAsync(place, cancellationToken);
            }
        }
    }

    private async Task ResendAsync(SetAsidePlace place, CancellationToken cancellationToken)
    {
        foreach (var message in await place.ReceiveAsync(MostAtOnce, cancellationToken))
        {
            try
            {
                await ResendAsync(place, message, cancellationToken);
            }
            catch (LockLostException)
            {
                // It takes long: the message is handed out again.
            }
        }
    }

    private async Task ResendAsync(SetAsidePlace place, ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (ChangeOf(message) is not { } change)
        {
            await place.GiveBackAsync(message, cancellationToken);
            return;
        }

        await announcer.SendAsync(change, TimeSpan.Zero, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ChangeAnnounced, change.Ledger);
        await place.CompleteAsync(message, cancellationToken);
    }

    private static CertificateChange? ChangeOf(ReceivedMessage message)
    {
        try
        {
            return CertificateChange.Parse(message.Message.Body);
        }
        catch (NewerFormException)
        {
            return null;
        }
    }
}
