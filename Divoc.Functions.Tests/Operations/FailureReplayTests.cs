using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Operations;

/// <summary>Over the embedded queue.</summary>
public sealed class FailureReplayTests : FailureReplayContract
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteQueueFile queues;

    public FailureReplayTests() => queues = new SqliteQueueFile(folder.Path, new QueueOptions(), Time);

    protected override bool HasFailuresQueues => false;

    protected override IMessageQueue Open(string name) => queues[name];

    protected override ValueTask DisposeQueuesAsync()
    {
        queues.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
