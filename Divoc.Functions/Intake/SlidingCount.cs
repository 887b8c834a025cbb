namespace Divoc.Functions.Intake;

/// <summary>How much came within a window that slides with the clock, counted in slots of absolute time. Not safe for several threads.</summary>
/// <param name="slot">The length of a slot.</param>
/// <param name="slots">How many of them are a window, the present one included.</param>
internal sealed class SlidingCount(TimeSpan slot, int slots)
{
    private readonly SortedDictionary<long, int> counts = [];

    /// <summary>The counts, by the number of the slot since the year 1 (UTC).</summary>
    public IReadOnlyDictionary<long, int> Counts => counts;

    /// <summary>Counts what comes now.</summary>
    public void Add(DateTimeOffset now, int count) => AddTo(SlotOf(now), count);

    /// <summary>Adds the counts of another one with slots of the same length.</summary>
    public void Add(IReadOnlyDictionary<long, int> others)
    {
        foreach (var (number, count) in others)
        {
            AddTo(number, count);
        }
    }

    /// <summary>Takes counts away that were added before, as far as they are still there.</summary>
    public void Subtract(IReadOnlyDictionary<long, int> others)
    {
        foreach (var (number, count) in others)
        {
            AddTo(number, -count);
        }
    }

    /// <summary>Has these counts and no others.</summary>
    public void Replace(IReadOnlyDictionary<long, int> others)
    {
        counts.Clear();
        Add(others);
    }

    /// <summary>Forgets what is out of the window, and what a clock that was set back would leave there.</summary>
    public void Forget(DateTimeOffset now)
    {
        var present = SlotOf(now);
        foreach (var number in counts.Keys.Where(number => number <= present - slots || number >= present + slots).ToList())
        {
            counts.Remove(number);
        }
    }

    /// <summary>How much came within the window.</summary>
    public long Total(DateTimeOffset now)
    {
        Forget(now);
        return counts.Values.Sum(static count => (long)count);
    }

    /// <summary>After which time so much has left the window.</summary>
    public TimeSpan UntilLeft(DateTimeOffset now, long amount)
    {
        Forget(now);
        long left = 0;
        foreach (var (number, count) in counts)
        {
            left += count;
            if (left >= amount)
            {
                return TimeSpan.FromTicks(((number + slots) * slot.Ticks) - now.UtcTicks);
            }
        }

        return slot * slots;
    }

    private long SlotOf(DateTimeOffset now) => now.UtcTicks / slot.Ticks;

    private void AddTo(long number, int count)
    {
        var sum = counts.GetValueOrDefault(number) + count;
        if (sum <= 0)
        {
            counts.Remove(number);
        }
        else
        {
            counts[number] = sum;
        }
    }
}
