using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>Lists the requests of a caller, newest first, with the outcomes of their elements.</summary>
public sealed class RequestLister(OwnedRequests owned, RequestOutcomes outcomes)
{
    /// <summary>The most requests of a page.</summary>
    public const int LargestPage = 25;

    /// <summary>A page ends with the request that reaches this number of elements: each costs a read of its ledger.</summary>
    private const int MostElements = IntakeLimits.Elements;

    /// <summary>A page of requests.</summary>
    /// <param name="caller">Whose requests: those of the partner; for a caller that is not a partner, those without an owner.</param>
    /// <param name="from">The position where an earlier page ended; null for the newest.</param>
    /// <param name="state">
    /// Only requests with an element of this state; null for all. It filters the page that was read, so that the page may be short or
    /// empty.
    /// </param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentException">The position is not from such a list.</exception>
    public async Task<RequestPage> ListAsync(Caller caller, ListPosition? from, RequestedState? state, CancellationToken cancellationToken)
    {
        List<RequestStatus> found = [];
        var (looked, elements) = (0, 0);
        var last = from;
        await foreach (var entry in owned.ListAsync(caller.Partner, from, cancellationToken))
        {
            if (looked == LargestPage || elements >= MostElements)
            {
                return new RequestPage(found, last);
            }

            // The request may be missing because it was dropped, or because a restored backup does not have it.
            if (await outcomes.FindAsync(entry.Id, caller, cancellationToken) is { } status)
            {
                elements += status.Outcomes.Count;
                found.AddRange(state is null || status.Outcomes.Any(outcome => outcome.State == state) ? [status] : []);
            }

            looked++;
            last = entry;
        }

        return new RequestPage(found, null);
    }
}

/// <summary>A part of a caller's requests.</summary>
/// <param name="Requests">The requests.</param>
/// <param name="Next">The position of the next page; null if there is none.</param>
public sealed record RequestPage(IReadOnlyList<RequestStatus> Requests, ListPosition? Next);
