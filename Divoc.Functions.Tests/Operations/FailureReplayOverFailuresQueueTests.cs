namespace Divoc.Functions.Tests.Operations;

/// <summary>Over Service Bus, as the worker has it: with failures queues.</summary>
[Trait("Kind", "Slow")]
public sealed class FailureReplayOverFailuresQueueTests : FailureReplayOverServiceBusTests
{
    protected override bool HasFailuresQueues => true;
}
