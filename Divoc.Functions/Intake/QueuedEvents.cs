using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// Tells whoever sent an event, and then asks for its certificate too early, that it is queued. Nothing in the store leads from an id to its request, and nothing is written for that: what this
/// process accepted last is remembered in its memory. So an id that nobody was promised costs no call of the store. Another process does not know, and the caller is shown the statusUrl there.
/// </summary>
public sealed class QueuedEvents(RequestOutcomes outcomes)
{
    /// <summary>About 10 MB at most. Events that come in greater numbers are asked for by their request.</summary>
    internal const int Most = 10_000;

    private readonly ConcurrentDictionary<string, CertifyRequest> promised = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    /// <summary>Notes the events of a request, once they are queued.</summary>
    internal void Remember(CertifyRequest request)
    {
        foreach (var element in request.Certificates.Where(element => !element.IsDuplicate).Take(Most))
        {
            // Each alone, so that the memory of the last of thousands does not hold all of them.
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

    /// <summary>Whether the event of an id is still queued, as far as the caller may know.</summary>
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
