using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Sends change messages again that the broker itself dead-lettered, because a change must be announced, however long that takes. Other
/// messages stay for an operator.
/// </summary>
public sealed class ChangeResender(DeadLetterPlaces deadLetters, ChangeAnnouncer announcer)
{
    /// <summary>The maximum of messages from a place at once; the next run is a minute later.</summary>
    public const int MostAtOnce = 100;

    /// <summary>
    /// Sends the messages again. The copy is sent before the message is completed: a stop in between causes a second announcement, never a
    /// loss.
    /// </summary>
    public async Task ResendAsync(CancellationToken cancellationToken)
    {
        foreach (var place in deadLetters.Places.Where(place => place.QueueName == CertificateChange.QueueName))
        {
            // Checked first, because receiving from an empty place takes a second.
            if ((await place.PeekHeadersAsync(0, 1, cancellationToken)).Count > 0)
            {
                await ResendAsync(place, cancellationToken);
            }
        }
    }

    private async Task ResendAsync(DeadLetterPlace place, CancellationToken cancellationToken)
    {
        foreach (var message in await place.ReceiveAsync(MostAtOnce, cancellationToken))
        {
            try
            {
                await ResendAsync(place, message, cancellationToken);
            }
            catch (LockLostException)
            {
                // If it takes too long, the message is delivered again.
            }
        }
    }

    private async Task ResendAsync(DeadLetterPlace place, ReceivedMessage message, CancellationToken cancellationToken)
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
