namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// Where a stored message stands; the numbers are those of <c>x-opt-message-state</c>, and a locked message shows as active.
/// </summary>
internal enum MessageState
{
    Active = 0,
    Deferred = 1,
    Scheduled = 2,
}
