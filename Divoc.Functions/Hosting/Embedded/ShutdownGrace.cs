namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// How long running work may continue after the signal to stop. Then it is cancelled; the remaining time is for returning messages and
/// answering.
/// </summary>
internal sealed class ShutdownGrace : IDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenRegistration registration;

    /// <summary>Watches the process.</summary>
    public ShutdownGrace(IHostApplicationLifetime lifetime)
    {
        registration = lifetime.ApplicationStopping.Register(() => over.CancelAfter(Length));
    }

    /// <summary>Half of the ten seconds within which the process must end.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Cancelled when the grace is over.</summary>
    public CancellationToken Over => over.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        registration.Dispose();
        over.Dispose();
    }
}
