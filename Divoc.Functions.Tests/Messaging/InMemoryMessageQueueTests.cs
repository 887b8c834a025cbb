using System.Collections.Concurrent;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>The fake with which other tests work keeps the contract too.</summary>
public abstract class InMemoryQueueContract(string queueName) : MessageQueueContract(queueName)
{
    private readonly FakeTimeProvider time = new();

    // Tests open a queue from many threads at once.
    private readonly ConcurrentDictionary<string, InMemoryMessageQueue> queues = [];

    protected override TimeSpan LockDuration => InMemoryMessageQueue.LockDuration;

    protected override TimeSpan DuplicateDetectionWindow => InMemoryMessageQueue.DuplicateDetectionWindow;

    protected override IMessageQueue Open(string name) => queues.GetOrAdd(name, _ =>
        new InMemoryMessageQueue(time, QueueNames.All.Single(definition => definition.Name == name).DetectsDuplicates));

    protected override Task LetTimePassAsync(TimeSpan duration)
    {
        time.Advance(duration);
        return Task.CompletedTask;
    }
}

public sealed class InMemoryMessageQueueTests() : InMemoryQueueContract(QueueNames.CertificationEvents);

public sealed class InMemoryChangesQueueTests() : InMemoryQueueContract(QueueNames.CertificateChanges);

public sealed class InMemoryWebhooksQueueTests() : InMemoryQueueContract(QueueNames.CertificateWebhooks);

public sealed class InMemoryUploadsQueueTests() : InMemoryQueueContract(QueueNames.CertificateUploads);
