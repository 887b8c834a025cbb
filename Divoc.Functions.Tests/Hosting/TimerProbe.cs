using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>A timer function that does what a test says, at the full minute.</summary>
public sealed class TimerProbe(TimerScript script)
{
    [Function(nameof(TimerProbe))]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        script.Run(timer, cancellationToken);
}
