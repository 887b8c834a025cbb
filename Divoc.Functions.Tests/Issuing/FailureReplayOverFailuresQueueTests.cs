using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>Over Service Bus, as the worker has it: with the failures queue.</summary>
public sealed class FailureReplayOverFailuresQueueTests : FailureReplayOverServiceBusTests
{
    protected override IEventQueue? Failures => OfFailures;
}
