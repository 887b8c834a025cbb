using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>Lists dead-lettered messages in all places, without changing anything.</summary>
public sealed class FailureLister(DeadLetterPlaces deadLetters, FailureRegistry failures)
{
    /// <summary>The maximum of messages in a page: the failure record of each is read.</summary>
    public const int LargestPage = 200;

    /// <summary>How many messages are in memory with their bodies at a time; each may have 256 KiB.</summary>
    private const int BodiesAtOnce = 20;

    /// <summary>A page of messages.</summary>
    /// <param name="from">The first position; null for the beginning.</param>
    /// <param name="count">The number of messages, from 1 to <see cref="LargestPage"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The page; null if there is no place with that name.</returns>
    public async Task<FailurePage?> ListAsync(FailurePosition? from, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LargestPage);
        var places = deadLetters.Places.SkipWhile(place => from is not null && place.Name != from.Place).ToList();
        if (places.Count == 0)
        {
            return null;
        }

        List<SetAsideEvent> events = [];
        foreach (var place in places)
        {
            var next = await AddAsync(place, place.Name == from?.Place ? from.SequenceNumber : 0, count, events, cancellationToken);
            if (next is not null)
            {
                return new FailurePage(events, next);
            }
        }

        return new FailurePage(events, null);
    }

    /// <summary>
    /// Adds messages of a place up to a total number. Returns the next position when that is reached; null if the place has no more.
    /// </summary>
    private async Task<FailurePosition?> AddAsync(
        DeadLetterPlace place, long first, int count, List<SetAsideEvent> events, CancellationToken cancellationToken)
    {
        var next = first;
        while (events.Count < count)
        {
            var wanted = Math.Min(count - events.Count, BodiesAtOnce);
            var messages = await (place.HasCertificationEvents
                ? place.PeekAsync(next, wanted, cancellationToken)
                : place.PeekHeadersAsync(next, wanted, cancellationToken));
            foreach (var message in messages)
            {
                events.Add(await DescribeAsync(place, message, cancellationToken));
            }

            if (messages.Count < wanted)
            {
                return null;
            }

            next = messages[^1].SequenceNumber + 1;
        }

        return new FailurePosition(place.Name, next);
    }

    private async Task<SetAsideEvent> DescribeAsync(DeadLetterPlace place, ReceivedMessage message, CancellationToken cancellationToken)
    {
        var certification = place.HasCertificationEvents ? CertificationEventJson.ParseIfKnown(message.Message.Body) : null;
        var failure = certification is null ? null : await failures.FindAsync(certification.CertificateId, cancellationToken);
        return new SetAsideEvent(
            place.QueueName,
            place.Name,
            message.SequenceNumber,
            certification?.CertificateId ?? (place.QueueName == QueueNames.CertificateWebhooks ? message.Message.CorrelationId : null),
            certification?.RequestId,
            failure?.Reason ?? DeadLetterPlaces.ReasonOf(message),
            failure?.Description ?? message.DeadLetterDescription,
            failure?.FailedAt ?? message.EnqueuedAt,
            RetryCopy.AttemptOf(message.Message),
            message.DeliveryCount);
    }
}

/// <summary>A page of dead-lettered messages.</summary>
/// <param name="Events">The messages.</param>
/// <param name="Next">The next position; null if nothing is left.</param>
public sealed record FailurePage(IReadOnlyList<SetAsideEvent> Events, FailurePosition? Next);
