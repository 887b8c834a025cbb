namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Runs a queue pump for the function that the event queue triggers: from when the program listens until it stops.</summary>
internal sealed class QueuePumpService(FunctionCatalog functions, IServiceProvider services) : IHostedLifecycleService, IDisposable
{
    private readonly IReadOnlyList<QueuePump> pumps =
        [.. functions.QueueFunctions.Select(function => ActivatorUtilities.CreateInstance<QueuePump>(services, function))];

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var pump in pumps)
        {
            pump.Start();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var pump in pumps)
        {
            pump.StopReceiving();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        return Task.WhenAll(pumps.Select(pump => pump.DrainAsync(ShutdownGrace.Length, cancellationToken)));
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pump in pumps)
        {
            pump.Dispose();
        }
    }
}
