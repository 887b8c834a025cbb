namespace Divoc.Functions.Tests.Hosting;

/// <summary>What the functions of <see cref="HttpProbe"/> tell a test.</summary>
public sealed class HttpProbeLog
{
    private int disposed;

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Disposed => disposed;

    public void CountDisposed() => Interlocked.Increment(ref disposed);
}
