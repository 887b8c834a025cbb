using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Makes the list of certificates that do not hold anew, every five minutes.</summary>
public sealed class PublishRevocations(RevocationListPublisher publisher)
{
    /// <summary>Handles a tick.</summary>
    [Function(nameof(PublishRevocations))]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return publisher.PublishAsync(cancellationToken);
    }
}
