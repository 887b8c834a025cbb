using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>Shows what was set aside, wherever it lies. It only looks.</summary>
public sealed class FailureLister(SetAsideMessages setAside, FailureRegistry failures)
{
    /// <summary>The most messages of a page: each may have 256 KiB, and has its failure record read.</summary>
    public const int LargestPage = 200;

    /// <summary>A page of messages.</summary>
    /// <param name="from">Where to begin; null for the beginning.</param>
    /// <param name="count">How many, from 1 to <see cref="LargestPage"/>.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>The page; null when there is no place of that name.</returns>
    public async Task<FailurePage?> ListAsync(FailurePosition? from, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LargestPage);
        var places = setAside.Places.SkipWhile(place => from is not null && place.Name != from.Place).ToList();
        if (places.Count == 0)
        {
            return null;
        }

        List<SetAsideEvent> events = [];
        foreach (var place in places)
        {
            var wanted = count - events.Count;
            var messages = await place.PeekAsync(place.Name == from?.Place ? from.SequenceNumber : 0, wanted, cancellationToken);
            foreach (var message in messages)
            {
                events.Add(await DescribeAsync(place, message, cancellationToken));
            }

            if (messages.Count == wanted)
            {
                return new FailurePage(events, new FailurePosition(place.Name, messages[^1].SequenceNumber + 1));
            }
        }

        return new FailurePage(events, null);
    }

    private async Task<SetAsideEvent> DescribeAsync(SetAsidePlace place, ReceivedMessage message, CancellationToken cancellationToken)
    {
        var certification = CertificationEventJson.Parse(message.Message.Body);
        var failure = certification is null ? null : await failures.FindAsync(certification.CertificateId, cancellationToken);
        return new SetAsideEvent(
            place.Name,
            message.SequenceNumber,
            certification?.CertificateId,
            certification?.RequestId,
            SetAsideMessages.ReasonOf(message),
            message.DeadLetterDescription,
            failure?.FailedAt ?? message.EnqueuedAt,
            RetryCopy.AttemptOf(message.Message),
            message.DeliveryCount);
    }
}

/// <summary>A part of what was set aside.</summary>
/// <param name="Events">The messages.</param>
/// <param name="Next">Where to go on; null when nothing is left.</param>
public sealed record FailurePage(IReadOnlyList<SetAsideEvent> Events, FailurePosition? Next);
