using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// Runs all that touches the state of the double, one piece after the other: the listener's callbacks hold locks of their links and must
/// not wait for each other.
/// </summary>
internal sealed class BrokerLoop : IAsyncDisposable
{
    private readonly Channel<Action> work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task running;
    private Exception? fault;

    public BrokerLoop() => running = Task.Run(RunAsync);

    /// <summary>Has a piece run; what comes after the double's end is left out.</summary>
    public void Post(Action action) => work.Writer.TryWrite(action);

    /// <summary>Runs a piece and returns what it gave, or throws what it threw.</summary>
    /// <exception cref="ObjectDisposedException">The double has ended.</exception>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new Task<T>(question);
        ObjectDisposedException.ThrowIf(!work.Writer.TryWrite(answer.RunSynchronously), this);
        return answer.WaitAsync(Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        work.Writer.TryComplete();
        await running;
        if (fault is not null)
        {
            throw new InvalidOperationException("The double failed.", fault);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The first fault of the double is told when the test is over.")]
    private async Task RunAsync()
    {
        await foreach (var action in work.Reader.ReadAllAsync())
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                fault ??= exception;
            }
        }
    }
}
