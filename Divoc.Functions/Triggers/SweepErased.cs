using Divoc.Functions.Certificates;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Looks once a day, at half past three (UTC), for artifacts of certificates that were erased, and deletes them.</summary>
public sealed class SweepErased(CertificateEraser eraser)
{
    /// <summary>Handles a tick.</summary>
    [Function(nameof(SweepErased))]
    public Task RunAsync([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => eraser.SweepAsync(cancellationToken);
}
