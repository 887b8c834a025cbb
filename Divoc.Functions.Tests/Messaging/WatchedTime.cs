using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>A clock that the test moves, and that tells when somebody has begun to wait for it.</summary>
internal sealed class WatchedTime(DateTimeOffset began) : FakeTimeProvider(began)
{
    private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

    public WatchedTime()
        : this(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Ends when the next timer runs; returns what it was set to.</summary>
    public ValueTask<TimeSpan> NextTimerAsync(CancellationToken cancellationToken) => timers.Reader.ReadAsync(cancellationToken);

    /// <summary>Ends when somebody has begun to wait for so long; timers of another length that came before are passed over.</summary>
    public async Task WaitForTimerAsync(TimeSpan dueTime, CancellationToken cancellationToken)
    {
        while (await NextTimerAsync(cancellationToken) != dueTime)
        {
        }
    }

    /// <summary>What the timers were set to that ran since somebody asked last, in their order.</summary>
    public IEnumerable<TimeSpan> TakeTimers()
    {
        while (timers.Reader.TryRead(out var timer))
        {
            yield return timer;
        }
    }

    /// <summary>How many timers ran that nobody has asked for.</summary>
    public int UnseenTimers => timers.Reader.Count;
}
