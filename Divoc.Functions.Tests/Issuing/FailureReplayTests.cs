using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>Over the embedded queue.</summary>
public sealed class FailureReplayTests : FailureReplayContract
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventQueue queue;

    public FailureReplayTests() => queue = new SqliteEventQueue(folder.Path, new QueueOptions(), Time);

    protected override IEventQueue Queue => queue;

    protected override IEventQueue? Failures => null;

    protected override ValueTask DisposeQueuesAsync()
    {
        queue.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
