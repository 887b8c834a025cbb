namespace Divoc.Functions.Verification.Files;

/// <summary>Limits the files that are read at a time: a picture needs up to 150 MB of memory and a processor for a second.</summary>
public sealed class DecodingTurns(TimeProvider time) : IDisposable
{
    /// <summary>The number of files that are read at a time.</summary>
    public const int AtATime = 2;

    /// <summary>How long a file waits for its turn.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim free = new(AtATime, AtATime);

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    /// <exception cref="DecodingBusyException">There was none in time.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LongestWait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await free.WaitAsync(end.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DecodingBusyException(exception);
        }

        return new Turn(() => free.Release());
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    private sealed class Turn(Action end) : IDisposable
    {
        private Action? open = end;

        public void Dispose() => Interlocked.Exchange(ref open, null)?.Invoke();
    }
}

/// <summary>The maximum of files is being read.</summary>
public sealed class DecodingBusyException(Exception innerException) : Exception("As many files are being read as may be.", innerException);
