namespace Divoc.Functions.Benchmarks.Load;

/// <summary>
/// When to ask for the status of a request, so that one call each is enough for nearly all: after half again as long as the last ones took
/// to be issued, as a partner would learn it too.
/// </summary>
internal sealed class StatusPace
{
    private const double Margin = 1.5;
    private const double Weight = 0.05;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private double usualSeconds = 0.1;

    /// <summary>How long to wait before a look.</summary>
    public TimeSpan Next()
    {
        lock (gate)
        {
            return Shortest + TimeSpan.FromSeconds(Margin * usualSeconds);
        }
    }

    /// <summary>A request took so long from its acceptance to the listing of its last certificate.</summary>
    public void Learn(TimeSpan took) => Learn(took.TotalSeconds, isLeast: false);

    /// <summary>A request takes longer than this: it was asked too early.</summary>
    public void LearnLeast(TimeSpan took) => Learn(took.TotalSeconds, isLeast: true);

    private void Learn(double seconds, bool isLeast)
    {
        lock (gate)
        {
            usualSeconds += isLeast && seconds < usualSeconds ? 0 : Weight * (seconds - usualSeconds);
        }
    }
}
