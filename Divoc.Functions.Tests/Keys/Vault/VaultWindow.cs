namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>
/// The vault's limit: so much in each window of time, where the windows begin at fixed times. What is refused does not count.
/// </summary>
internal sealed class VaultWindow(VaultDoubleOptions options)
{
    private readonly Lock gate = new();
    private long current = -1;
    private double taken;

    /// <summary>The most that was taken in one window so far.</summary>
    public double Most { get; private set; }

    /// <summary>Takes an operation. Returns null, or how long the caller is told to stay away.</summary>
    public TimeSpan? Take(double weight)
    {
        lock (gate)
        {
            var now = options.Time.GetUtcNow().Ticks;
            if (now / options.Window.Ticks != current)
            {
                current = now / options.Window.Ticks;
                taken = 0;
            }

            if (taken + weight > options.Limit)
            {
                return options.RetryAfter
                    ?? TimeSpan.FromSeconds(Math.Ceiling(TimeSpan.FromTicks(((current + 1) * options.Window.Ticks) - now).TotalSeconds));
            }

            taken += weight;
            Most = Math.Max(Most, taken);
            return null;
        }
    }
}
