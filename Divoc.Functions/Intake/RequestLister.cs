using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>Lists the requests that a caller sent in, the newest first, with what has become of their elements.</summary>
public sealed class RequestLister(OwnedRequests owned, RequestOutcomes outcomes)
{
    /// <summary>The most requests of a page.</summary>
    public const int LargestPage = 25;

    /// <summary>A page ends with the request by which so many elements were looked at: each costs a look into its ledger.</summary>
    private const int MostElements = IntakeLimits.Elements;

    /// <summary>A page of requests.</summary>
    /// <param name="caller">Whose requests: those that the partner owns, or of a caller that is no partner those that belong to nobody.</param>
    /// <param name="from">Where an earlier page ended; null for the newest.</param>
    /// <param name="state">Only requests with an element of this state; null for all. It is applied to the page that was read, which may become short or empty.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ArgumentException">The position is of no such list.</exception>
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

            // There is no request where it was dropped, or restored from a backup without it.
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
/// <param name="Next">Where to go on; null when nothing is left.</param>
public sealed record RequestPage(IReadOnlyList<RequestStatus> Requests, ListPosition? Next);
