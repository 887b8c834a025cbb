using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>A clock that the test moves, and that tells when somebody has begun to wait for it.</summary>
internal sealed class WatchedTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Ends when the next timer runs; returns what it was set to.</summary>
    public ValueTask<TimeSpan> NextTimerAsync(CancellationToken cancellationToken) => timers.Reader.ReadAsync(cancellationToken);

    /// <summary>How many timers ran that nobody has asked for.</summary>
    public int UnseenTimers => timers.Reader.Count;
}
