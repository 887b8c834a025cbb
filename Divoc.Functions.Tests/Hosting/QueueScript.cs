using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>What a <see cref="QueueProbe"/> does.</summary>
public sealed record QueueScript(Func<byte[], IDelivery, CancellationToken, Task> Run);
