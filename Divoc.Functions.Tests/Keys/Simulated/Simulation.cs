using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Keys.Simulated;

/// <summary>
/// Runs flows on one thread against a clock that goes on only when none of them has anything left to do, so that minutes pass in a moment
/// and each run is the same. What runs in it must not leave the thread: it waits for the clock, for other flows, and for nothing else.
/// </summary>
internal sealed class Simulation(TimeSpan step) : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> work = [];
    private readonly List<Task> flows = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed { get; private set; }

    public override void Post(SendOrPostCallback d, object? state) => work.Enqueue((d, state));

    /// <summary>Adds a flow, which begins with the next step.</summary>
    public void Begin(Func<Task> flow) => Post(_ => flows.Add(flow()), null);

    /// <summary>Lets time pass.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="eachStep">What is done after each step.</param>
    public void Run(TimeSpan duration, Action? eachStep = null)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            for (var end = Elapsed + duration; Elapsed < end; Elapsed += step)
            {
                Time.Advance(step);
                WorkOff();
                eachStep?.Invoke();
                WorkOff();
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private void WorkOff()
    {
        while (work.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }

        // A flow that failed fails the test.
        flows.Where(flow => flow.IsFaulted).ToList().ForEach(flow => flow.GetAwaiter().GetResult());
        flows.RemoveAll(flow => flow.IsCompleted);
    }
}
