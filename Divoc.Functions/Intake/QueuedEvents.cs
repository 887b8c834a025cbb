using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// Lets a caller know that an event is queued, if the caller requests its certificate too early. The store does not lead from an id to its
/// request, and nothing is written for that purpose: the process remembers the last events that it accepted in memory. So an unknown id
/// costs no call of the store. Another process does not know them, and refers the caller to the statusUrl.
/// </summary>
public sealed class QueuedEvents(RequestOutcomes outcomes)
{
    /// <summary>About 10 MB at most. Callers query larger numbers of events by their request.</summary>
    internal const int Most = 10_000;

    private readonly ConcurrentDictionary<string, CertifyRequestRecord> promised = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    /// <summary>Notes the events of a request, once they are queued.</summary>
    internal void Remember(CertifyRequestRecord request)
    {
        foreach (var element in request.Certificates.Where(element => !element.IsDuplicate).Take(Most))
        {
            // Each one separately, so that the last of thousands does not keep all of them in memory.
            if (promised.TryAdd(element.CertificateId, request with { Certificates = [element], Warnings = [] }))
            {
                order.Enqueue(element.CertificateId);
            }
        }

        while (order.Count > Most && order.TryDequeue(out var oldest))
        {
            promised.TryRemove(oldest, out _);
        }
    }

    /// <summary>Whether the event with an id is still queued, as far as the caller may know.</summary>
    public async Task<bool> HasAsync(string certificateId, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (RandomId.Read(certificateId) is not { } id || !promised.TryGetValue(id, out var request) || !caller.Reaches(request.Owner))
        {
            return false;
        }

        var outcome = await outcomes.DeriveAsync(request, caller, cancellationToken);
        return outcome is [{ State: RequestedState.Queued }];
    }
}
