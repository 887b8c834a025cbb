using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// The two lanes on which accepted events go: one where somebody may be waiting, and one for large numbers, so that those hold nobody up. Each process counts
/// by itself.
/// </summary>
public sealed class EventLanes(
    [FromKeyedServices(QueueNames.CertificationEvents)] IEventQueue interactive,
    [FromKeyedServices(QueueNames.BulkCertificationEvents)] IEventQueue bulk,
    IOptions<IntakeOptions> options,
    TimeProvider time)
{
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, SlidingCount> sent = new(StringComparer.Ordinal);

    /// <summary>Whether so many events of a caller take the bulk lane. Those that take the other one are counted, and so bring later ones nearer to the bulk lane.</summary>
    public bool IsBulk(Caller caller, int count)
    {
        var ofCaller = sent.GetOrAdd(caller.Partner ?? "", static _ => new SlidingCount(Slot, 60));
        lock (ofCaller)
        {
            var now = time.GetUtcNow();
            if (ofCaller.Total(now) + count > options.Value.InteractiveEventsPerMinute)
            {
                return true;
            }

            ofCaller.Add(now, count);
            return false;
        }
    }

    /// <summary>The queue of a request's events.</summary>
    public IEventQueue QueueOf(CertifyRequest request) => request.IsBulk ? bulk : interactive;
}
