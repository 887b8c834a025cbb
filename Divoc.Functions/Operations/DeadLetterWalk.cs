using Divoc.Functions.Messaging;

namespace Divoc.Functions.Operations;

/// <summary>Goes through dead-lettered messages one by one under locks, and returns those that are not selected.</summary>
public sealed class DeadLetterWalk(DeadLetterPlaces deadLetters, TimeProvider time)
{
    private const int PageSize = 50;
    private const int MostEmptyHanded = 3;

    /// <summary>Goes through the first 5,000 messages, for 30 seconds at most.</summary>
    /// <param name="pass">The order and the state so far.</param>
    /// <param name="take">Handles a message if it is selected. It notes settled messages in the pass.</param>
    /// <param name="cancellationToken">Cancels the walk. If handling a message has begun, it is finished.</param>
    /// <returns>Whether all places were gone through to their ends.</returns>
    /// <exception cref="QueueUnavailableException">The queue can't be reached; what was done before stays done.</exception>
    internal async Task<bool> GoAsync(
        DeadLetterPass pass, Func<DeadLetterPlace, ReceivedMessage, Task> take, CancellationToken cancellationToken)
    {
        try
        {
            var places = deadLetters.Places.Where(pass.MaySelect).ToList();
            // First a share for each place, so that a place with many messages does not use up the walk; then the rest of all places.
            return await GoThroughAsync(places, pass.Room / places.Count, pass, take, cancellationToken)
                || (pass.Room > 0 && await GoThroughAsync(places, pass.Room, pass, take, cancellationToken));
        }
        finally
        {
            await GiveBackAsync(pass);
        }
    }

    /// <summary>Removes the message from its place.</summary>
    internal static async Task CompleteAsync(DeadLetterPlace place, ReceivedMessage message, DeadLetterPass pass)
    {
        try
        {
            await place.CompleteAsync(message, CancellationToken.None);
        }
        catch (LockLostException)
        {
            // It took too long. The message is still there, as after a stop, and the next walk finds what was done.
        }

        pass.Settled(message);
    }

    /// <summary>Returns whether all places were gone through to their ends.</summary>
    private static async Task<bool> GoThroughAsync(
        List<DeadLetterPlace> places, int most, DeadLetterPass pass, Func<DeadLetterPlace, ReceivedMessage, Task> take,
        CancellationToken cancellationToken)
    {
        var endsSeen = 0;
        foreach (var place in places)
        {
            endsSeen += await GoThroughAsync(place, most, pass, take, cancellationToken) ? 1 : 0;
        }

        return endsSeen == places.Count;
    }

    /// <summary>
    /// Returns whether the place was gone through to its end. A slow broker may return nothing within the time of a receive, and another
    /// walk may have locked some: only peeking shows that nothing is left.
    /// </summary>
    private static async Task<bool> GoThroughAsync(
        DeadLetterPlace place, int most, DeadLetterPass pass, Func<DeadLetterPlace, ReceivedMessage, Task> take,
        CancellationToken cancellationToken)
    {
        var ends = Math.Max(0, pass.Room - most);
        var emptyHanded = 0;
        var unseen = await FindUnseenAsync(place, 0, pass);
        while (unseen is { } from && pass.Room > ends && emptyHanded < MostEmptyHanded && !cancellationToken.IsCancellationRequested)
        {
            var messages = await place.ReceiveAsync(Math.Min(PageSize, pass.Room - ends), CancellationToken.None);
            emptyHanded = messages.Count == 0 ? emptyHanded + 1 : 0;
            pass.Received(place, messages);
            foreach (var message in messages.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
            {
                await take(place, message);
            }

            unseen = await FindUnseenAsync(place, from, pass);
        }

        return unseen is null;
    }

    /// <summary>The number of the first message, from a number on, that the pass has not received; null if there is none.</summary>
    private static async Task<long?> FindUnseenAsync(DeadLetterPlace place, long from, DeadLetterPass pass)
    {
        while (true)
        {
            var page = await place.PeekHeadersAsync(from, PageSize, CancellationToken.None);
            if (page.FirstOrDefault(message => !pass.HasReceived(place, message)) is { } unseen)
            {
                return unseen.SequenceNumber;
            }

            if (page.Count < PageSize)
            {
                return null;
            }

            from = page[^1].SequenceNumber + 1;
        }
    }

    /// <summary>Messages whose locks have expired by now are already free.</summary>
    private async Task GiveBackAsync(DeadLetterPass pass)
    {
        foreach (var (place, message) in pass.Locked.Where(held => held.Message.LockedUntil > time.GetUtcNow()))
        {
            try
            {
                await place.GiveBackAsync(message, CancellationToken.None);
            }
            catch (LockLostException)
            {
                // It is free.
            }
            catch (QueueUnavailableException)
            {
                // These too, when their locks expire.
                return;
            }
        }
    }
}
