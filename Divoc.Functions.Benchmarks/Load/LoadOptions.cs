namespace Divoc.Functions.Benchmarks.Load;

/// <summary>How events come in a closed load: so many callers, each of whom waits for an answer before the next call.</summary>
internal sealed record LoadOptions
{
    /// <summary>Events a call.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Calls that are under way at once.</summary>
    public int Callers { get; init; } = 32;

    /// <summary>
    /// How many events may wait to be issued before no more are sent, so that accepting and issuing go on beside each other for the whole
    /// time.
    /// </summary>
    public int Backlog { get; init; } = 4_000;

    /// <summary>When no more are sent; null for <see cref="Duration"/> alone.</summary>
    public int? Events { get; init; }

    /// <summary>When no more are sent; without an end where <see cref="Events"/> ends it.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.MaxValue;

    /// <summary>
    /// Whether each request's status is asked while the load goes on, until it is issued; else only whether its last certificate is listed,
    /// and the status afterwards.
    /// </summary>
    public bool AsksStatus { get; init; }

    /// <summary>How many events a second are sent at most.</summary>
    public double EventsPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>The number of the first person: a store never sees a number twice.</summary>
    public int FirstNumber { get; init; }
}
