namespace Divoc.Functions.Intake;

/// <summary>Counts within a window that moves with the clock, in slots of absolute time. Not thread-safe.</summary>
/// <param name="slot">The length of a slot.</param>
/// <param name="slots">The number of slots in a window, the current one included.</param>
internal sealed class SlidingCount(TimeSpan slot, int slots)
{
    private readonly SortedDictionary<long, int> counts = [];

    /// <summary>The counts, by the number of the slot since the year 1 (UTC).</summary>
    public IReadOnlyDictionary<long, int> Counts => counts;

    /// <summary>Counts something that happens now.</summary>
    public void Add(DateTimeOffset now, int count) => AddTo(SlotOf(now), count);

    /// <summary>Adds the counts of another instance with slots of the same length.</summary>
    public void Add(IReadOnlyDictionary<long, int> others)
    {
        foreach (var (number, count) in others)
        {
            AddTo(number, count);
        }
    }

    /// <summary>Subtracts counts that were added before, as far as they are still there.</summary>
    public void Subtract(IReadOnlyDictionary<long, int> others)
    {
        foreach (var (number, count) in others)
        {
            AddTo(number, -count);
        }
    }

    /// <summary>Replaces all counts.</summary>
    public void Replace(IReadOnlyDictionary<long, int> others)
    {
        counts.Clear();
        Add(others);
    }

    /// <summary>Forgets slots outside the window, and slots in the future, which a clock that was set back would leave there.</summary>
    public void Forget(DateTimeOffset now)
    {
        var present = SlotOf(now);
        foreach (var number in counts.Keys.Where(number => number <= present - slots || number >= present + slots).ToList())
        {
            counts.Remove(number);
        }
    }

    /// <summary>The count within the window.</summary>
    public long Total(DateTimeOffset now)
    {
        Forget(now);
        return counts.Values.Sum(static count => (long)count);
    }

    /// <summary>The time until this amount has left the window.</summary>
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
