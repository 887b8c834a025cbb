namespace Divoc.Functions.Hosting.Embedded;

/// <summary>A function that is called for each message of a queue.</summary>
/// <param name="Function">How to call it.</param>
/// <param name="QueueName">The queue.</param>
internal sealed record QueueFunction(BoundFunction Function, string QueueName);
