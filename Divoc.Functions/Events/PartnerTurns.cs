using System.Collections.Concurrent;

namespace Divoc.Functions.Events;

/// <summary>
/// Keeps a slow partner from slowing the others. Only a few calls of each partner run at a time. After a call without an answer, nothing is
/// sent to that partner for a while, and then one call tries again. Each process uses only its own observations.
/// </summary>
public sealed class PartnerTurns(TimeProvider time)
{
    /// <summary>The most calls to one partner at a time: a quarter of the host's default concurrency.</summary>
    public const int MostAtOnce = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Partner> partners = new(StringComparer.Ordinal);

    /// <summary>Gives a turn to call a partner, which the caller must end, or the time to wait before asking again.</summary>
    public PartnerTurn Take(string partner)
    {
        return partners.GetOrAdd(partner, _ => new Partner(time)).Take();
    }

    /// <summary>The observations about a partner.</summary>
    private sealed class Partner(TimeProvider time)
    {
        private readonly Lock gate = new();
        private int running;
        private int timeouts;
        private DateTimeOffset silentUntil;
        private DateTimeOffset lastWait;
        private double usualSeconds = 0.1;

        public PartnerTurn Take()
        {
            lock (gate)
            {
                return TakeNow();
            }
        }

        public void End(bool? hasAnswered, TimeSpan duration)
        {
            lock (gate)
            {
                running--;
                if (hasAnswered is null)
                {
                    return;
                }

                if (hasAnswered.Value)
                {
                    timeouts = 0;
                    usualSeconds += (duration.TotalSeconds - usualSeconds) / 8;
                    return;
                }

                // Calls that ran at the same time report the same outage, so it counts once.
                var now = time.GetUtcNow();
                if (silentUntil <= now)
                {
                    silentUntil = now + PauseAfter(timeouts);
                    timeouts++;
                }
            }
        }

        private PartnerTurn TakeNow()
        {
            var now = time.GetUtcNow();
            if (silentUntil > now)
            {
                return new PartnerTurn(null, silentUntil - now + ShortestWait, IsSilent: true);
            }

            if (running < (timeouts > 0 ? 1 : MostAtOnce))
            {
                running++;
                return new PartnerTurn(End, TimeSpan.Zero, IsSilent: false);
            }

            if (timeouts > 0)
            {
                // One call tries. Whatever its result, the others need not ask before the next pause is over.
                return new PartnerTurn(null, PauseAfter(timeouts), IsSilent: true);
            }

            // The waiting calls return one after the other, about as fast as the partner answers.
            lastWait = (lastWait > now ? lastWait : now) + TimeSpan.FromSeconds(usualSeconds / MostAtOnce);
            var wait = lastWait - now;
            return new PartnerTurn(null, Max(wait < LongestWait ? wait : LongestWait, ShortestWait), IsSilent: false);
        }

        private static TimeSpan PauseAfter(int timeouts)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(timeouts, 10));
            return pause < LongestPause ? pause : LongestPause;
        }

        private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }
}

/// <summary>A turn to call a partner, or the time to wait for one.</summary>
/// <param name="Over">Called when the call is over; null if there is no turn now.</param>
/// <param name="Wait">How long to wait before asking again, if there is no turn.</param>
/// <param name="IsSilent">Whether the reason is that the partner gave no answer recently.</param>
public sealed record PartnerTurn(Action<bool?, TimeSpan>? Over, TimeSpan Wait, bool IsSilent)
{
    /// <summary>Whether a call may be made.</summary>
    public bool IsGiven => Over is not null;

    /// <summary>Ends the turn after the call.</summary>
    /// <param name="hasAnswered">
    /// Whether the partner or its machine has answered in time, with any answer; null if the call was cancelled before.
    /// </param>
    /// <param name="duration">How long it took.</param>
    public void End(bool? hasAnswered, TimeSpan duration) => Over!(hasAnswered, duration);
}
