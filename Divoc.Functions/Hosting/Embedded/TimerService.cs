using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Calls the timer functions by their schedules, in UTC. If a call takes longer than its interval, the next one is skipped.
/// </summary>
internal sealed partial class TimerService(
    FunctionCatalog functions, IServiceScopeFactory scopes, HostRules rules, TimeProvider clock, ILogger<TimerService> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        running = Task.WhenAll(functions.TimerFunctions.Select(function => RunAsync(function, stopping.Token)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => stopping.CancelAsync();

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => running.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(TimerFunction function, CancellationToken cancellationToken)
    {
        var last = clock.GetUtcNow().UtcDateTime;
        if (function.RunOnStartup)
        {
            await CallAsync(function, last, cancellationToken);
        }

        while (!cancellationToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var next = function.Schedule.GetNextOccurrence(now);
            await Task.Delay(next - now, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested && clock.GetUtcNow().UtcDateTime >= next)
            {
                await CallAsync(function, last, cancellationToken);
                last = next;
            }
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "A timer function that fails is called again at its next time; it is logged.")]
    private async Task CallAsync(TimerFunction function, DateTime last, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(rules.FunctionTimeout, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var now = clock.GetUtcNow().UtcDateTime;
        var status = new ScheduleStatus { Last = last, LastUpdated = now, Next = function.Schedule.GetNextOccurrence(now) };
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var invocation = new Invocation { Timer = new TimerInfo { ScheduleStatus = status }, CancellationToken = end.Token };
            await function.Function.CallAsync(scope.ServiceProvider, invocation);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops.
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, function.Function.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 111, Level = LogLevel.Error,
            Message = "Timer function {Function} failed. It is called again at its next time.")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
