using Divoc.Functions.Messaging;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Runs a pump for each queue that triggers a function, from when the program listens until it stops. An outage in one pump does not stop
/// the others. The two lanes of events share their calls.
/// </summary>
internal sealed class QueuePumpService(FunctionCatalog functions, IServiceProvider services) : IHostedLifecycleService, IDisposable
{
    private readonly IReadOnlyList<QueuePump> pumps = CreatePumps(functions, services);

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

    private static List<QueuePump> CreatePumps(FunctionCatalog functions, IServiceProvider services)
    {
        var calls = services.GetRequiredService<HostRules>().MaxConcurrentCalls;
        var ofEvents = new LaneWorkers(calls);
        return [.. functions.QueueFunctions.Select(function => CreatePump(services, function, function.QueueName switch
        {
            QueueNames.CertificationEvents => new WorkerLane(ofEvents, IsBulk: false),
            QueueNames.BulkCertificationEvents => new WorkerLane(ofEvents, IsBulk: true),
            _ => new WorkerLane(new LaneWorkers(calls), IsBulk: false),
        }))];
    }

    private static QueuePump CreatePump(IServiceProvider services, QueueFunction function, WorkerLane lane)
    {
        var queue = services.GetKeyedService<IMessageQueue>(function.QueueName)
            ?? throw new StartupException(
                $"Function {function.Function.Name} can't be called: the program has no queue {function.QueueName}.");
        return ActivatorUtilities.CreateInstance<QueuePump>(services, function, queue, lane);
    }
}
