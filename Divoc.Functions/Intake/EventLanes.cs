using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// The two lanes of accepted events: one for events for which somebody may be waiting, and one for large numbers, so that these do not
/// delay the others. Each process counts separately.
/// </summary>
public sealed class EventLanes(
    [FromKeyedServices(QueueNames.CertificationEvents)] IMessageQueue interactive,
    [FromKeyedServices(QueueNames.BulkCertificationEvents)] IMessageQueue bulk,
    IOptions<IntakeOptions> options,
    TimeProvider time)
{
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, SlidingCount> sent = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether this number of events of a caller takes the bulk lane. If not, they are counted, so that later ones reach the limit sooner.
    /// </summary>
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
    public IMessageQueue QueueOf(CertifyRequest request) => request.IsBulk ? bulk : interactive;
}
