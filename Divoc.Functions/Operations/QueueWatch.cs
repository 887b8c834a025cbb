using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Messaging;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Measures the queues while metrics are collected: every ten seconds, and less often if a measurement takes long, so that measuring never
/// takes more than a twentieth of the time.
/// </summary>
public sealed partial class QueueWatch(QueueStates look, CertificateMetrics metrics, TimeProvider time, ILogger<QueueWatch> logger)
    : BackgroundService
{
    private const int LongestShare = 20;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Shortest;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = metrics.AreQueuesCollected && !stoppingToken.IsCancellationRequested ? await MeasureAsync(stoppingToken) : Shortest;
        }
    }

    /// <summary>Measures once. Returns the pause until the next time.</summary>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the fault is, nothing is measured then, and the program goes on.")]
    internal async Task<TimeSpan> MeasureAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            metrics.QueuesSeen(await look.LookAsync(cancellationToken));
        }
        catch (QueueUnavailableException)
        {
            // The failure is counted.
            metrics.QueuesSeen([]);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.QueuesSeen([]);
            Log.Failed(logger, fault);
        }
        catch (OperationCanceledException)
        {
            // The program stops.
        }

        var pause = time.GetElapsedTime(started) * LongestShare;
        return pause > Shortest ? pause : Shortest;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 581, Level = LogLevel.Warning, Message = "The queues could not be measured.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
