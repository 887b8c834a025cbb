using System.Diagnostics;

namespace Divoc.Functions.Benchmarks.Load;

/// <summary>
/// Calls that come by a schedule, whether earlier ones are answered or not, as they do from many systems that know nothing of each other.
/// Each one's time counts from the moment at which it was meant to be sent: a service that stops for a second is late for all calls of that
/// second.
/// </summary>
/// <param name="perSecond">How many calls a second.</param>
/// <param name="duration">For how long.</param>
internal sealed class OpenLoad(double perSecond, TimeSpan duration)
{
    /// <summary>Always the same arrivals.</summary>
    private const int Seed = 1;

    /// <summary>Makes all calls; returns how long each took, in milliseconds, the shortest first.</summary>
    /// <param name="call">Makes the call of a number; told when it was meant to be sent (<see cref="Stopwatch"/>).</param>
    public async Task<IReadOnlyList<double>> RunAsync(Func<int, long, Task> call)
    {
        var schedule = Schedule();
        var times = new double[schedule.Length];
        using var under = new CountdownEvent(1);
        var failure = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = Task.Factory.StartNew(
            () => Dispatch(schedule, number => _ = MakeAsync(number)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await thread;
        under.Signal();
        await await Task.WhenAny(Task.Run(under.Wait), failure.Task);
        Array.Sort(times);
        return times;

        async Task MakeAsync(int number)
        {
            under.AddCount();
            try
            {
                await Task.Run(() => call(number, schedule[number]));
                times[number] = Stopwatch.GetElapsedTime(schedule[number]).TotalMilliseconds;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or BenchmarkException)
            {
                failure.TrySetException(fault);
            }
            finally
            {
                under.Signal();
            }
        }
    }

    /// <summary>A thread of its own that sleeps between the calls, so that a busy thread pool delays no sending.</summary>
    private static void Dispatch(long[] schedule, Action<int> send)
    {
        for (var number = 0; number < schedule.Length; number++)
        {
            while (Stopwatch.GetTimestamp() is var now && now < schedule[number])
            {
                var wait = Stopwatch.GetElapsedTime(now, schedule[number]);
                if (wait > TimeSpan.FromMilliseconds(1))
                {
                    Thread.Sleep(wait);
                }
                else
                {
                    Thread.Yield();
                }
            }

            send(number);
        }
    }

    /// <summary>When each call is to be sent: the times between them are exponentially distributed (a Poisson process).</summary>
    private long[] Schedule()
    {
        var random = new Random(Seed);
        var times = new List<long>();
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        for (var at = Next(); at < duration.TotalSeconds; at += Next())
        {
            times.Add(start + (long)(at * Stopwatch.Frequency));
        }

        return [.. times];

        double Next() => -Math.Log(1 - random.NextDouble()) / perSecond;
    }
}
