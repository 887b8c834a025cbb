namespace Divoc.Functions.Messaging;

/// <summary>How many messages lie in the queue.</summary>
/// <param name="Active">Waiting or locked.</param>
/// <param name="Scheduled">To be delivered later.</param>
/// <param name="DeadLettered">Set aside.</param>
public sealed record QueueCounts(long Active, long Scheduled, long DeadLettered);
